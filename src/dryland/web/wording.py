"""What somebody is asked before data are taken in, in each language; the answer is kept with the words they read."""

from __future__ import annotations

from typing import Annotated, Final

from litestar.params import QueryParameter

from dryland.store.records import Category, Language

__all__ = ["WORDING", "Read", "wording_of"]

WORDING: Final[dict[Language, dict[Category, str]]] = {
    "en": {
        Category.HEART_RATE: "My heart rate is measured in training, shown to trainers and the group, and kept.",
        Category.VIDEO: "My movements may be judged from video; the judgement is kept, the video is not.",
        Category.MEDICAL: "Medics may write down notes about my health; only medics read them.",
        Category.WALL: "A wall in the hall shows my number, or an alias if I want, with my heart rate zone and timer.",
    },
    "sv": {
        Category.HEART_RATE: "Min puls mäts i träningen, visas för tränare och grupp och sparas.",
        Category.VIDEO: "Mina rörelser får bedömas från video; bedömningen sparas, videon inte.",
        Category.MEDICAL: "Medicinsk personal får skriva anteckningar om min hälsa; bara medicinsk personal läser dem.",
        Category.WALL: "En vägg i hallen visar mitt nummer, eller ett alias om jag vill, med min pulszon och tid.",
    },
}

Read = Annotated[Language, QueryParameter(description="the language of the words")]


def wording_of(category: Category, language: Language = "en") -> str:
    """The words of a category."""
    return WORDING[language][category]
