"""What an office set-up must keep to, as functions of the loaded docker-compose file: each returns its complaints."""

import importlib.util
import json
import re
import runpy
import shlex
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import yaml

Compose = dict[str, Any]

SECRET = re.compile(r"PASSWORD|SECRET|_KEY$|^FERNET")
VARIABLE = re.compile(r"(?<!\$)\$\{(\w+)([^}]*)\}")


def schema(compose: Compose) -> list[str]:
    """The published schema of compose files, as check-jsonschema carries it."""
    published = json.loads(files("check_jsonschema").joinpath("builtin_schemas/vendor/compose-spec.json").read_text(encoding="utf-8"))
    errors = jsonschema.validators.validator_for(published)(published).iter_errors(compose)
    return [f"{'.'.join(map(str, error.path))}: {error.message}" for error in errors]


def one_writer(compose: Compose) -> list[str]:
    """DuckDB takes one writing process: exactly one service, one process in it, may write the warehouse."""
    writers = [name for name, service in compose["services"].items() if not is_one_shot(service) and writes(service, "/data/warehouse")]
    if writers != ["worker-warehouse"]:
        return [f"only worker-warehouse may write the warehouse, here: {writers}"]
    service = compose["services"]["worker-warehouse"]
    words = service["command"]
    complaints = []
    if words[words.index("--concurrency") + 1] != "1" or words[words.index("--queues") + 1] != "warehouse":
        complaints.append("worker-warehouse must run one process on the queue warehouse alone")
    if service.get("deploy", {}).get("replicas") != 1:
        complaints.append("worker-warehouse must have exactly one replica")
    return complaints


def read_only_where_possible(compose: Compose) -> list[str]:
    """The source is read-only for everybody; whoever serves pages or decides what runs changes no data."""
    complaints = []
    for name, service in compose["services"].items():
        for source, target, mode in mounts(service):
            if target.startswith("/opt/lowincome") and mode != "ro":
                complaints.append(f"{name}: {source} must be read-only")
        if name in ("api-server", "scheduler", "dag-processor", "triggerer") and any(
            target.startswith("/data") and mode != "ro" for _, target, mode in mounts(service)
        ):
            complaints.append(f"{name} needs no writing to LOWINCOME_HOME")
    return complaints


def secrets_from_outside(compose: Compose) -> list[str]:
    """A secret is a variable that stops the start when it is missing; never a default, never a literal."""
    complaints = []
    for name, service in compose["services"].items():
        complaints += [
            f"{name}: ${{{variable}}} needs `:?` and a word on what it is"
            for variable, rest in VARIABLE.findall(yaml.safe_dump(service, allow_unicode=True, width=10_000))
            if SECRET.search(variable) and not re.fullmatch(r":\?.{4,}", rest)
        ]
        complaints += [
            f"{name}: {key} must come from the environment"
            for key, value in service.get("environment", {}).items()
            if SECRET.search(key) and not str(value).startswith("${")
        ]
        complaints += [
            f"{name}: {key} holds a password in its address"
            for key, value in service.get("environment", {}).items()
            if re.search(r"://\w*:[^$@]+@", str(value))
        ]
    return complaints


def looked_after(compose: Compose) -> list[str]:
    """Every service that stays has a health check; the others end, and are waited for."""
    waited_for = {
        name
        for service in compose["services"].values()
        for name, how in (service.get("depends_on") or {}).items()
        if how["condition"] == "service_completed_successfully"
    }
    complaints = []
    for name, service in compose["services"].items():
        if is_one_shot(service) and name not in waited_for:
            complaints.append(f"{name} runs once and nobody waits for it")
        if not is_one_shot(service) and "healthcheck" not in service:
            complaints.append(f"{name} has no health check")
    return complaints


def listens_here_only(compose: Compose) -> list[str]:
    """Pages are for this machine unless the office decides otherwise; database and queue for nobody outside."""
    complaints = []
    for name, service in compose["services"].items():
        for port in service.get("ports", []):
            standard = VARIABLE.sub(lambda m: m[2].removeprefix(":-"), port)
            if name != "api-server" or not standard.startswith("127.0.0.1:"):
                complaints.append(f"{name} listens on {standard}")
    return complaints


def known_settings(compose: Compose) -> list[str]:
    """Every AIRFLOW__SECTION__OPTION is one that the installed Airflow, or its Celery part, knows."""
    return sorted(
        f"{key} is no setting of this Airflow"
        for key in {key for service in compose["services"].values() for key in service.get("environment", {})}
        if key.startswith("AIRFLOW__") and tuple(key.lower().split("__")[1:]) not in airflow_options()
    )


@cache
def airflow_options() -> frozenset[tuple[str, str]]:
    """(section, option) of Airflow and its Celery provider, read from their files without importing Airflow."""
    spec = importlib.util.find_spec("airflow")
    assert spec
    assert spec.origin
    package = Path(spec.origin).parent
    config = yaml.safe_load((package / "config_templates" / "config.yml").read_text(encoding="utf-8"))
    config |= runpy.run_path(str(package / "providers" / "celery" / "get_provider_info.py"))["get_provider_info"]()["config"]
    return frozenset((section, option) for section, content in config.items() for option in content["options"])


def airflow_commands(compose: Compose) -> list[list[str]]:
    """Every command line that begins with `airflow`, as words: of services, scripts and health checks."""
    commands = []
    for service in compose["services"].values():
        for words in (service.get("command", []), service.get("healthcheck", {}).get("test", [])):
            if words[:1] == ["airflow"]:
                commands.append(words[1:])
            elif words[:1] in (["sh"], ["CMD-SHELL"]):
                lines = words[-1].replace("\\\n", " ").splitlines()
                commands += [shlex.split(line)[1:] for line in lines if line.startswith("airflow ")]
    return commands


def is_one_shot(service: dict[str, Any]) -> bool:
    return bool(service.get("restart") == "no")


def writes(service: dict[str, Any], folder: str) -> bool:
    """Whether a mount gives the service write access to the folder or to something above it."""
    return any(mode != "ro" and (target == folder or folder.startswith(target.rstrip("/") + "/")) for _, target, mode in mounts(service))


def mounts(service: dict[str, Any]) -> list[tuple[str, str, str]]:
    """(source, target, ro or rw) of every volume; variables stand with their defaults."""
    found = []
    for volume in service.get("volumes", []):
        source, target, *mode = VARIABLE.sub(lambda m: m[2].removeprefix(":-"), volume).split(":")
        found.append((source, target, mode[0] if mode else "rw"))
    return found
