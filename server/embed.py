#!/usr/bin/env python3
"""Writes a C file that holds files of the repository as an array of struct asset.

embed.py OUT.c SYMBOL DEPFILE [PREFIX=FOLDER ...]

Every file below FOLDER is named PREFIX plus its path there; an ending may be
asked for by FOLDER:.woff2. The bytes come in by the assembler's .incbin, so
that megabytes of fonts cost the compiler nothing. Our own JavaScript goes
through esbuild first, which leaves out what only its readers need: a third of
what a phone loads before its first view.
"""
import os
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
ESBUILD = os.path.join(ROOT, "static/node_modules/esbuild/bin/esbuild")


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


def folders_of(spec):
    """Whose own date says that a file was added or taken away."""
    folder = spec.split("=", 1)[1].partition(":")[0]
    return [os.path.abspath(folder)] if os.path.isdir(folder) else []


def minified(paths, folder):
    """Path -> the path of what is embedded instead: below `folder`, as below ROOT."""
    ours = [path for path in paths if path.endswith(".js") and "/node_modules/" not in path]
    if ours:
        subprocess.run(
            ["node", ESBUILD, *ours, "--minify", "--charset=utf8", "--format=esm",
             f"--outbase={ROOT}", f"--outdir={folder}", "--log-level=warning"],
            check=True)
    return {path: os.path.join(folder, os.path.relpath(path, ROOT)) for path in ours}


def main():
    out, symbol, depfile, *specs = sys.argv[1:]
    found = [pair for spec in specs for pair in files_of(spec)]
    instead = minified([path for _, path in found], os.path.abspath(out + ".js"))
    with open(out, "w") as c:
        c.write('#include "base/asset.h"\n\n')
        for i, (_, path) in enumerate(found):
            c.write(
                f'__asm__(".section .rodata\\n.balign 16\\n{symbol}_{i}:\\n'
                f'.incbin \\"{instead.get(path, path)}\\"\\n{symbol}_{i}_end:\\n.byte 0\\n.previous\\n");\n'
                f"extern const char {symbol}_{i}[], {symbol}_{i}_end[];\n"
            )
        c.write(f"\nextern const struct asset {symbol}[];\nconst struct asset {symbol}[] = {{\n")
        for i, (name, _) in enumerate(found):
            c.write(f'\t{{"{name}", {symbol}_{i}, {symbol}_{i}_end}},\n')
        c.write("\t{0},\n};\n")
    with open(depfile, "w") as d:
        needs = [path for _, path in found] + [path for spec in specs for path in folders_of(spec)]
        d.write(f"{out}: {' '.join(needs)}\n")


main()
