"""A person whom one screen hands to the next one, as `host.subject`."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class PersonHanded:
    """What is known of the person, by the names of the fields of a visitor's form."""

    values: Mapping[str, str]
