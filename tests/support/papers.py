"""Reads printed copies, and holds them to the standard of accessible PDF."""

import io

import page
from pypdf import PdfReader


def words_of(pdf: bytes) -> str:
    """Return what a PDF says, its white space made one."""
    return " ".join(" ".join(one.extract_text() for one in PdfReader(io.BytesIO(pdf)).pages).split())


def faults_of(pdf: bytes) -> list[str]:
    """Return what PDF/UA-1 (ISO 14289-1) finds wrong; rules as veraPDF's corpus tries them."""
    report = page.validate_pdf_bytes(pdf, profile="ua1")
    return [f"{one.rule_id}: {one.message}" for one in report.failures]


def language_of(pdf: bytes) -> str:
    """Return the language a PDF says it is in."""
    return str(PdfReader(io.BytesIO(pdf)).root_object["/Lang"])
