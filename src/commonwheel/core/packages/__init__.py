"""Packages: releases of patterns and blocks in exact bytes, what they say of themselves, and how they are numbered."""
