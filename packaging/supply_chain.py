#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Says what a staged package ships: supply_chain.py ROOT --version V --torch DIR --torch-version T --homepage URL

Writes below ROOT/share/nidus: sbom.spdx.json (SPDX 2.3: every shared object and program with its package, version, licence and
checksums), third-party.html (the page that About shows) and licences/ (the text of each licence, as its authors wrote it).

Libraries of the distribution are looked up with dpkg; their licences are in third_party.json, which a person has read. A library
that stands in no row of it ends the packaging with an error.
"""
import argparse
import datetime
import hashlib
import html
import json
import os
import pathlib
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent


def elf_files(root):
    for path in sorted(root.rglob("*")):
        if path.is_file() and not path.is_symlink():
            with open(path, "rb") as file:
                if file.read(4) == b"\x7fELF":
                    yield path


def run(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def debian_packages(root, files):
    """Binary package, source package and version of each file that was copied from the distribution."""
    plugins = root / "lib" / "nidus" / "qt" / "plugins"
    patterns = {path: f"*/qt6/plugins/{path.relative_to(plugins)}" if path.is_relative_to(plugins) else f"*/{path.name}" for path in files}
    owners, found = {}, {}
    for line in run("dpkg", "-S", *sorted(set(patterns.values()))).splitlines() if patterns else []:
        owner, _, where = line.partition(": ")
        if "diversion" not in line and not owner.startswith(("lib32", "libx32")):
            owners.setdefault(where, owner)
    for path, pattern in patterns.items():
        names = {owner for where, owner in owners.items() if where.endswith(pattern[1:])}
        if len(names) != 1:
            sys.exit(f"{path.name}: which package is it of? {sorted(names)}")
        owner = names.pop()
        source, version = run("dpkg-query", "-W", "-f", "${source:Package} ${source:Version}", owner).split()
        found[path] = owner.split(":")[0], source, version
    return found


class Bill:
    """Components (what has one version and licence) and the files of each."""

    def __init__(self):
        self.components = {}

    def add(self, key, file, **facts):
        component = self.components.setdefault(key, {"files": [], "texts": {}, **facts})
        component["files"].append(file)
        return component


def collect(root, options):
    licences = json.loads((HERE / "third_party.json").read_text())
    bill = Bill()
    torch_texts = pathlib.Path(options.torch) / "dist-info" / "licenses"
    torch = root / "lib" / "nidus" / "torch" / "lib"
    paths = list(elf_files(root))
    # The wheel of LibTorch brings its own copy of the run-time library of GCC, whose package is gcc-12 here.
    debian = debian_packages(root, [path for path in paths if not path.name.startswith(("libnidus_", "nidus"))
                                    and (path.parent != torch or path.name.startswith("libgomp"))])
    for path in paths:
        name = path.name
        if path not in debian and name.startswith(("libnidus_", "nidus")):
            spdx = "GPL-3.0-or-later AND Apache-2.0" if name == "nidus" else "Apache-2.0"
            texts = {f"{licence}.txt": HERE.parent / "LICENSES" / f"{licence}.txt" for licence in spdx.split(" AND ")}
            key = "nidus-desktop" if name == "nidus" else "nidus-engine"
            component = bill.add(key, path, name=key, version=options.version, spdx=spdx, homepage=options.homepage)
            component["texts"].update(texts)
        elif path not in debian:
            component = bill.add("pytorch", path, name="PyTorch (LibTorch)", version=options.torch_version, **licences["pytorch"])
            component["texts"].update({str(text.relative_to(torch_texts)): text for text in torch_texts.rglob("*") if text.is_file()})
        else:
            package, source, version = debian[path]
            row = licences["debian"].get(source)
            if row is None:
                sys.exit(f"{name}: the source package {source} has no row in third_party.json. Read its licence and add one.")
            component = bill.add(source, path, name=source, version=version, **row)
            component["texts"][f"{package}.txt"] = pathlib.Path("/usr/share/doc") / package / "copyright"
    for row in licences["within"]:
        if any(key in bill.components for key in row["of"]):
            package, source, version = row["package"], row["name"], options.version
            if package:
                source, version = run("dpkg-query", "-W", "-f", "${source:Package} ${source:Version}", package).split()
            component = bill.components.setdefault(source, {"files": [], "texts": {}, "name": row["name"], "version": version,
                                                            "spdx": row["spdx"], "homepage": row["homepage"]})
            text = pathlib.Path("/usr/share/doc") / package / "copyright" if package else HERE.parent / row["text"]
            component["texts"][f"{package or row['name']}.txt"] = text
            component["within"] = [key for key in row["of"] if key in bill.components]
    return bill


def write_texts(folder, bill):
    shutil.rmtree(folder, ignore_errors=True)
    for key, component in bill.components.items():
        for name, source in component["texts"].items():
            target = folder / key / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
            target.chmod(0o644)
    # The distribution's notes point to these.
    common = folder / "common-licenses"
    common.mkdir()
    for source in sorted(pathlib.Path("/usr/share/common-licenses").iterdir()):
        shutil.copyfile(source.resolve(), common / source.name)


def spdx_id(text):
    return "SPDXRef-" + "".join(c if c.isalnum() else "-" for c in text)


def write_sbom(target, root, bill, options, created):
    packages, files, relations = [], [], []
    digest = hashlib.sha256()
    for key, component in bill.components.items():
        packages.append({
            "SPDXID": spdx_id(f"package-{key}"), "name": component["name"], "versionInfo": component["version"],
            "licenseConcluded": component["spdx"], "licenseDeclared": component["spdx"], "copyrightText": "NOASSERTION",
            "homepage": component["homepage"], "downloadLocation": "NOASSERTION", "filesAnalyzed": False,
            "supplier": "NOASSERTION"})
        relations.append({"spdxElementId": "SPDXRef-DOCUMENT", "relationshipType": "DESCRIBES",
                          "relatedSpdxElement": spdx_id(f"package-{key}")})
        relations += [{"spdxElementId": spdx_id(f"package-{owner}"), "relationshipType": "CONTAINS",
                       "relatedSpdxElement": spdx_id(f"package-{key}")} for owner in component.get("within", [])]
        for path in component["files"]:
            data = path.read_bytes()
            name = "./" + str(path.relative_to(root))
            digest.update(data)
            files.append({
                "SPDXID": spdx_id(f"file-{name}"), "fileName": name, "fileTypes": ["BINARY"],
                "licenseConcluded": component["spdx"], "copyrightText": "NOASSERTION",
                "checksums": [{"algorithm": kind.upper(), "checksumValue": hashlib.new(kind, data).hexdigest()}
                              for kind in ("sha1", "sha256")]})
            relations.append({"spdxElementId": spdx_id(f"package-{key}"), "relationshipType": "CONTAINS",
                              "relatedSpdxElement": spdx_id(f"file-{name}")})
    document = {
        "spdxVersion": "SPDX-2.3", "dataLicense": "CC0-1.0", "SPDXID": "SPDXRef-DOCUMENT", "name": f"nidus-{options.version}",
        "documentNamespace": f"{options.homepage}/spdx/nidus-{options.version}-{digest.hexdigest()[:16]}",
        "creationInfo": {"created": created.strftime("%Y-%m-%dT%H:%M:%SZ"), "creators": ["Organization: Nidus developers"]},
        "packages": packages, "files": files, "relationships": relations}
    target.write_text(json.dumps(document, indent=1) + "\n")


def write_page(target, bill):
    def row(key, component):
        texts = sorted(component["texts"])
        links = ", ".join(f'<a href="licences/{key}/{html.escape(text)}">{html.escape(pathlib.Path(text).stem)}</a>' for text in texts[:3])
        more = f" and {len(texts) - 3} more in licences/{key}" if len(texts) > 3 else ""
        files = ", ".join(sorted(path.name for path in component["files"])) or "within " + ", ".join(component["within"])
        return (f"<tr><td><b>{html.escape(component['name'])}</b> {html.escape(component['version'])}</td>"
                f"<td>{html.escape(component['spdx'])}</td><td>{links}{more}</td><td>{html.escape(files)}</td></tr>")

    shown = sorted(bill.components.items(), key=lambda item: (not item[0].startswith("nidus"), item[1]["name"].lower()))
    only_gpl = [component["name"] for _, component in shown if component["spdx"].startswith("GPL") and not {"OR", "WITH"} & set(component["spdx"].split())]
    target.write_text(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Third-party software</title></head><body>\n"
        "<h1>What this package consists of</h1>\n"
        f"<p>Under the GNU General Public License alone: {html.escape(', '.join(only_gpl)) or 'nothing'}. "
        "Every file with its checksum: sbom.spdx.json.</p>\n"
        "<table border=\"1\" cellspacing=\"0\" cellpadding=\"4\"><tr><th>Component</th><th>Licence</th><th>Text</th><th>Files</th></tr>\n"
        + "\n".join(row(key, component) for key, component in shown) + "\n</table></body></html>\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("root", type=pathlib.Path)
    for name in ("version", "torch", "torch-version", "homepage"):
        parser.add_argument(f"--{name}", required=True)
    options = parser.parse_args()
    os.umask(0o022)
    root = options.root.resolve()
    seconds = os.environ.get("SOURCE_DATE_EPOCH")
    now = datetime.datetime.now(datetime.timezone.utc)
    created = datetime.datetime.fromtimestamp(int(seconds), datetime.timezone.utc) if seconds else now
    bill = collect(root, options)
    share = root / "share" / "nidus"
    write_texts(share / "licences", bill)
    write_sbom(share / "sbom.spdx.json", root, bill, options, created)
    write_page(share / "third-party.html", bill)
    print(f"{sum(len(c['files']) for c in bill.components.values())} programs and libraries of {len(bill.components)} components")


if __name__ == "__main__":
    main()
