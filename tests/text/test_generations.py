"""Numbers of monarchs, and marks of fathers and sons, tell people with the same name apart."""

from __future__ import annotations

import pytest

from repair.text.generations import is_another_generation


@pytest.mark.parametrize(
    ("form", "name"),
    [
        ("Henry VII", "Henry VIII"),
        ("Pope Leo XIII", "Pope Leo XIV"),
        ("Elizabeth I", "Elizabeth II"),
        ("Robert Holt Sr.", "Robert Holt Jr."),
        ("Robert Holt Senior", "Robert Holt Jr"),
        ("Apollo 11", "Apollo 12"),
    ],
)
def test_another_generation(form: str, name: str) -> None:
    assert is_another_generation(form, name)
    assert is_another_generation(name, form)


@pytest.mark.parametrize(
    ("form", "name"),
    [
        ("Henri VIII", "Henry VIII"),
        ("Charles ll", "Charles II"),
        ("Robert Holt Snr", "Robert Holt Sr."),
        ("Robert Holt", "Robert Holt Jr."),
        ("Juan Carlos", "Juan Carlos I"),
        ("Vick", "Vi"),
    ],
)
def test_the_same_generation_in_other_letters(form: str, name: str) -> None:
    assert not is_another_generation(form, name)
