"""What the program is made of, and whether something in it is known to be weak.

`python -m tests.supply parts FILE` writes the parts list (CycloneDX JSON) of the environment that it runs in;
`python -m tests.supply audit` asks the advisories for every version of the lock file: it needs a network.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

LOCK = Path(__file__).parents[1] / "requirements.lock"


def parts() -> dict[str, Any]:
    """The installed parts with version, licence and package URL; no host's address, no machine's path."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "parts.json"
        command = [
            sys.executable,
            "-m",
            "cyclonedx_py",
            "environment",
            "--output-reproducible",
            "--short-PURLs",
        ]
        command += ["--pyproject", str(LOCK.with_name("pyproject.toml")), "-o", str(file), sys.executable]
        subprocess.run(command, check=True, capture_output=True)
        found: dict[str, Any] = without_hosts(json.loads(file.read_text("utf-8")))
    return found


def without_hosts(value: Any) -> Any:
    """The same without external references: they name mirrors and registries of whoever built it."""
    if isinstance(value, dict):
        kept = {name: one for name, one in value.items() if name not in ("externalReferences", "description")}
        return {name: without_hosts(one) for name, one in kept.items()}
    return [without_hosts(one) for one in value] if isinstance(value, list) else value


def audit() -> int:
    """1 when a locked version has a known weakness, or when only some could be asked for.

    Without a network, or behind a mirror that has no advisories, that is said, and nothing is claimed.
    """
    command = [sys.executable, "-m", "pip_audit", "--disable-pip", "--require-hashes", "-f", "json"]
    command += ["--progress-spinner", "off", "-r", str(LOCK)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=900, check=False)
    try:
        rows = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError, TypeError):
        rows = []
    asked = [row for row in rows if "skip_reason" not in row]
    if not asked:
        print("Not audited: the advisories cannot be reached from here. Run this where there is a network.")
        return 0
    weak = [f"{row['name']} {row['version']}: {one['id']}" for row in asked for one in row["vulns"]]
    print(*weak, sep="\n")
    print(f"{len(asked)} of {len(rows)} parts audited, {len(weak)} known weaknesses.")
    return 1 if weak or len(asked) < len(rows) else 0


if __name__ == "__main__":
    if sys.argv[1] == "audit":
        sys.exit(audit())
    Path(sys.argv[2]).write_text(json.dumps(parts(), indent=1, sort_keys=True) + "\n", "utf-8")
