"""The part of the build that makes the wheel: the files of the models that are needed, and a bill of materials.

The bill of materials (CycloneDX) lists the package, its models with checksums, and the releases of all dependencies as
pinned in requirements.lock. It is the same for the same sources.
"""

from __future__ import annotations

import hashlib
import json
import re
import uuid
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

LOCK = "requirements.lock"
# Pictures and the records of a training run explain a model, and stay in the source distribution.
NOT_NEEDED = {".png", ".log", ".toml"}


class WheelHook(BuildHookInterface):  # type: ignore[type-arg]
    """Adds files to the wheel; an editable installation takes the models from the checkout."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the models and the bill of materials."""
        if version == "editable":
            return
        root = Path(self.root)
        models = model_files(root)
        build_data["force_include"].update(
            {str(path): f"repair/_models/{path.relative_to(root / 'models').as_posix()}" for path in models}
        )
        path = Path(self.directory) / "repair.cdx.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(bill_of_materials(root, self.metadata.version, models), encoding="utf-8")
        build_data["sbom_files"].append(str(path))

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Delete the bill of materials beside the wheel; the wheel has it."""
        Path(self.directory, "repair.cdx.json").unlink(missing_ok=True)


def model_files(root: Path) -> list[Path]:
    """Return the files of the models, without pictures and records of training."""
    return sorted(path for path in (root / "models").rglob("*") if path.is_file() and path.suffix not in NOT_NEEDED)


def bill_of_materials(root: Path, version: str, models: list[Path]) -> str:
    """Return the bill of materials as CycloneDX JSON.

    Args:
        root: The folder with pyproject.toml.
        version: The version of the package.
        models: The files of the models.
    """
    components = [*_dependencies(root / LOCK), *_models(root, models)]
    package = {
        "type": "application",
        "bom-ref": f"pkg:pypi/repair@{version}",
        "name": "repair",
        "version": version,
        "purl": f"pkg:pypi/repair@{version}",
        "licenses": [{"license": {"id": "MIT"}}],
    }
    identity = json.dumps([package, components], sort_keys=True)
    bill = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, identity)}",
        "version": 1,
        "metadata": {"component": package},
        "components": components,
        "dependencies": [{"ref": package["bom-ref"], "dependsOn": [each["bom-ref"] for each in components]}],
    }
    return json.dumps(bill, indent=1, ensure_ascii=False) + "\n"


def _dependencies(lock: Path) -> list[dict[str, Any]]:
    """Return the pinned releases of a lock file."""
    pins = re.findall(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", lock.read_text(encoding="utf-8"), re.MULTILINE)
    names = {f"pkg:pypi/{re.sub('[-_.]+', '-', name).lower()}@{version}": (name, version) for name, version in pins}
    return [
        {"type": "library", "bom-ref": purl, "name": name, "version": version, "purl": purl}
        for purl, (name, version) in sorted(names.items())
    ]


def _models(root: Path, files: list[Path]) -> list[dict[str, Any]]:
    """Return the files of the models with their checksums."""
    return [
        {
            "type": "machine-learning-model" if path.suffix == ".safetensors" else "data",
            "bom-ref": f"model:{name}",
            "name": name,
            "hashes": [{"alg": "SHA-256", "content": hashlib.sha256(path.read_bytes()).hexdigest()}],
        }
        for path in files
        for name in [path.relative_to(root / "models").as_posix()]
    ]
