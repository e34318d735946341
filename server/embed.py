#!/usr/bin/env python3
"""Writes a C file that holds files of the repository as an array of struct asset.

embed.py OUT.c SYMBOL DEPFILE [PREFIX=FOLDER ...]

Every file below FOLDER is named PREFIX plus its path there; an ending may be
asked for by FOLDER:.woff2. The bytes come in by the assembler's .incbin, so
that megabytes of fonts cost the compiler nothing.
"""
import os
import sys


def files_of(spec):
    prefix, folder = spec.split("=", 1)
    folder, _, ending = folder.partition(":")
    if os.path.isfile(folder):
        yield prefix, os.path.abspath(folder)
        return
    for root, dirs, names in os.walk(folder):
        dirs[:] = sorted(d for d in dirs if d not in ("node_modules", "development", "node"))
        for name in sorted(names):
            path = os.path.join(root, name)
            if name.endswith(ending or "") and not name.startswith("."):
                yield prefix + os.path.relpath(path, folder), os.path.abspath(path)


def main():
    out, symbol, depfile, *specs = sys.argv[1:]
    found = [pair for spec in specs for pair in files_of(spec)]
    with open(out, "w") as c:
        c.write('#include "base/asset.h"\n\n')
        for i, (_, path) in enumerate(found):
            c.write(
                f'__asm__(".section .rodata\\n.balign 16\\n{symbol}_{i}:\\n'
                f'.incbin \\"{path}\\"\\n{symbol}_{i}_end:\\n.byte 0\\n.previous\\n");\n'
                f"extern const char {symbol}_{i}[], {symbol}_{i}_end[];\n"
            )
        c.write(f"\nextern const struct asset {symbol}[];\nconst struct asset {symbol}[] = {{\n")
        for i, (name, _) in enumerate(found):
            c.write(f'\t{{"{name}", {symbol}_{i}, {symbol}_{i}_end}},\n')
        c.write("\t{0},\n};\n")
    # A folder too: it is newer when a file has come or gone.
    inputs = {path for _, path in found} | {os.path.dirname(path) for _, path in found}
    with open(depfile, "w") as d:
        d.write(f"{out}: {' '.join(sorted(inputs))}\n")


main()
