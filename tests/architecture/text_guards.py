"""What no text of the project may hold. Each guard takes a file's text and returns its complaints.

The words looked for are written in two halves here, so that this file does not complain about itself.
"""

import re
from pathlib import Path

# an identity number; those of invented persons begin with a county code that is not assigned
IDENTITY = re.compile(r"(?<![\w.])(?!640499)\d{17}[\dXx](?![\w.])")
MAKING = re.compile(
    r"(?<!\w)(?:"
    + "|".join(
        "".join(halves)
        for halves in (
            ("cla", "ude"),
            ("anthro", "pic"),
            ("chat", "gpt"),
            ("open", "ai"),
            ("co", "pilot"),
            ("language ", "model"),
            (r"ai ", r"assistant"),
            (r"as an ", r"ai"),
            ("co-authored", "-by"),
            ("generated ", r"(by|with) (an )?ai"),
            ("sub", "agents?"),
            ("/work/", r"(main|shared|tmp|\.library)"),
            ("DESIGN", r"\.md"),
            ("CONTRACT", r"\.md"),
        )
    )
    + r")(?!\w)|人工智能"
    + "助手|大语言"
    + "模型",
    re.IGNORECASE,
)
REGISTRY = re.compile(
    "|".join(
        re.escape("".join(halves))
        for halves in (
            ("pypi", ".org"),
            ("python", "hosted.org"),
            ("npmjs", ".org"),
            ("npmjs", ".com"),
            ("deb.", "debian.org"),
            ("docker", ".io"),
            ("ghcr", ".io"),
            ("quay", ".io"),
            ("crates", ".io"),
            ("--index", "-url"),
            ("--extra-index", "-url"),
        )
    )
    + r"|https?://[\w.-]*(?:mirror|artifactory|nexus)",
    re.IGNORECASE,
)
TOP = {
    *(".ci", ".gitignore", "CHANGELOG.md", "Makefile", "README.md", "dags", "docker-compose.yml", "docs", "expectations"),
    *("plugins", "pyproject.toml", "reports_templates", "requirements.in", "requirements.txt", "sql", "tests"),
}


def found(pattern: re.Pattern[str], text: str) -> list[str]:
    """Line numbers with what was found; an identity number is not repeated."""
    return [
        f"line {number}: {'…' if pattern is IDENTITY else match[0]}"
        for number, line in enumerate(text.splitlines(), 1)
        for match in pattern.finditer(line)
    ]


def no_real_identity(text: str) -> list[str]:
    return found(IDENTITY, text)


def no_word_on_its_making(text: str) -> list[str]:
    return found(MAKING, text)


def no_registry(text: str) -> list[str]:
    """Where packages come from is the business of the machine that installs them."""
    return found(REGISTRY, text)


def only_known_at_the_top(paths: list[Path]) -> list[str]:
    """Relative paths in, entries at the top that nobody agreed on out."""
    return sorted({path.parts[0] for path in paths} - TOP)
