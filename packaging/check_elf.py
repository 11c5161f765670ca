#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Looks at every program and library of a package: check_elf.py ROOT (an installed or unpacked tree with share/nidus in it)

Ours must be position independent, have full RELRO, a stack that cannot be executed, protected stacks, checked library calls and
Intel's control-flow protection; every shared object must stand in the bill of materials; none may name a folder that it was built
in. Prints a line per file of ours and a summary; exit 1 if anything is amiss.
"""
import json
import os
import pathlib
import re
import subprocess
import sys

# Calls whose buffers glibc can check at run time; the memory functions are checked by the compiler where the size is known.
FORTIFIABLE = re.compile(r" (v?s?n?printf|v?fprintf|st[rp]n?cpy|strn?cat|gets|fgets|p?read|recv|readlink|getcwd|realpath)(@| |$)", re.M)
BUILD_PATH = re.compile(rb"/(?:home|root|work|build|tmp)/[A-Za-z0-9_.+-]+/[ -~]*")


def readelf(path, *what):
    return subprocess.run(["readelf", "-W", *what, path], check=True, capture_output=True, text=True).stdout


def hardening(path):
    dynamic, headers, symbols = readelf(path, "-d"), readelf(path, "-h", "-l"), readelf(path, "--dyn-syms")
    notes = readelf(path, "-n")
    text = subprocess.run(["objdump", "-d", "-j", ".text", "--no-show-raw-insn", path], check=True, capture_output=True, text=True).stdout
    return {
        "PIE": "Type:                              DYN" in headers,
        "RELRO": "GNU_RELRO" in headers and bool(re.search(r"BIND_NOW|\bNOW\b", dynamic)),
        "NX": bool(re.search(r"GNU_STACK.*RW ", headers)),
        "stack protector": "__stack_chk_fail" in symbols,
        "FORTIFY": bool(re.search(r"__\w+_chk(@| |$)", symbols, re.M)) or not FORTIFIABLE.search(symbols),
        # Debian 12's crti.o carries no note for indirect branches, so a linked file cannot; the code itself has them.
        "CET": "SHSTK" in notes and text.count("endbr64") > 10,
    }


def main():
    root = pathlib.Path(sys.argv[1]).resolve()
    (sbom_file,) = root.rglob("sbom.spdx.json")
    top = sbom_file.parents[2]
    known = {entry["fileName"] for entry in json.loads(sbom_file.read_text())["files"]}
    faults, ours, all_files = [], 0, 0
    for folder, _, names in sorted(os.walk(root)):
        for name in sorted(names):
            path = pathlib.Path(folder) / name
            if path.is_symlink() or path.open("rb").read(4) != b"\x7fELF":
                continue
            all_files += 1
            shown = path.relative_to(root)
            if "./" + str(path.relative_to(top)) not in known:
                faults.append(f"{shown} stands not in the bill of materials")
            if name.startswith(("libnidus_", "nidus")):
                ours += 1
                found = hardening(path)
                missing = [what for what, holds in found.items() if not holds]
                print(f"{shown}: {', '.join(what for what in found if what not in missing)}")
                faults += [f"{shown} lacks {what}" for what in missing]
                faults += [f"{shown} names {match.decode()}" for match in sorted(set(BUILD_PATH.findall(path.read_bytes())))[:3]]
            for entry in re.findall(r"\((?:RPATH|RUNPATH)\).*\[(.*)\]", readelf(path, "-d")):
                faults += [f"{shown} searches {part}" for part in entry.split(":") if not part.startswith("$ORIGIN")]
    print(f"{all_files} programs and libraries, {ours} of them ours, {len(faults)} faults")
    for fault in faults:
        print("fault:", fault)
    sys.exit(bool(faults) or ours == 0)


if __name__ == "__main__":
    main()
