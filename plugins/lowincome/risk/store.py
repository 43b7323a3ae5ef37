"""Models on disk. skops runs no code on loading; every type it must build is named here, and any other is refused."""

from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from lowincome.errors import LowIncomeError

TRUSTED = ("sklearn.ensemble._hist_gradient_boosting.predictor.TreePredictor",)


def save(content: dict[str, Any], path: Path) -> None:
    """Writes beside and renames in: a reader finds the old file or the new one, never half of one."""
    from skops import io

    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    io.dump(content, part)
    part.replace(path)


def load(path: Path) -> dict[str, Any]:
    """What `save` was given. Errors: LowIncomeError when there is no such file, it is no model, or it holds a type not named above."""
    from skops import io

    try:
        unknown = sorted(set(io.get_untrusted_types(file=path)) - set(TRUSTED))
    except FileNotFoundError as error:
        raise LowIncomeError(f"没有模型文件 {path.name}:请先训练,或改用专家评分卡。") from error
    except (BadZipFile, KeyError, ValueError) as error:
        raise LowIncomeError(f"模型文件 {path.name} 读不出来:请重新训练,不要手工改动 models 文件夹。") from error
    if unknown:
        raise LowIncomeError(f"模型文件 {path.name} 含有不认可的类型 {'、'.join(unknown)},没有载入:请查明来源,重新训练。")
    loaded: dict[str, Any] = io.load(path, trusted=list(TRUSTED))
    return loaded
