// SPDX-License-Identifier: Apache-2.0
#include "core/base/error.h"
#include "core/base/files.h"
#include "dicom/file_kind.h"
#include "dicom/file_walk.h"

#include <QtTest>

#include <filesystem>

using namespace nidus;
using namespace nidus::dicom;
namespace fs = std::filesystem;

class TestFileKind : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void contentDecides() {
        const TemporaryFolder folder;
        const fs::path path = folder.path() / "scan.pdf"; // the name says nothing
        const auto kindOf = [&](const std::string& bytes) {
            writeFileAtomically(path, bytes);
            return fileKindOf(path);
        };
        std::string nifti(352, '\0');
        nifti[0] = static_cast<char>(348 & 0xFF);
        nifti[1] = 1;
        nifti.replace(344, 4, "n+1\0", 4);
        QCOMPARE(kindOf(nifti), FileKind::Nifti);
        nifti.replace(344, 4, "nix\0", 4);
        QCOMPARE(kindOf(nifti), FileKind::Unknown);
        QCOMPARE(kindOf(std::string(128, '\0') + "DICM"), FileKind::Dicom);
        QCOMPARE(kindOf(std::string("\x08\0\x05\0CS\x0a\0ISO_IR 100", 18)), FileKind::DicomLike);
        QCOMPARE(kindOf(std::string("\x08\0\x16\0\x1a\0\0\0", 8) + "1.2.840.10008.5.1.4.1.1.4"), FileKind::DicomLike);
        QCOMPARE(kindOf("NRRD0004\ntype: short\n"), FileKind::Nrrd);
        QCOMPARE(kindOf("ObjectType = Image\nNDims = 3\n"), FileKind::MetaImage);
        QCOMPARE(kindOf("\x1F\x8B\x08 and so on"), FileKind::Gzip);
        QCOMPARE(kindOf("PK\x03\x04 and so on"), FileKind::Archive);
        QCOMPARE(kindOf("%PDF-1.7"), FileKind::Unknown);
        QCOMPARE(kindOf(""), FileKind::Empty);
    }

    void linksInsideFoldersAreNotFollowed() {
        const TemporaryFolder folder;
        fs::create_directories(folder.path() / "a" / "b");
        writeFileAtomically(folder.path() / "a" / "b" / "2", std::string("x"));
        writeFileAtomically(folder.path() / "a" / "1", std::string("x"));
        fs::create_directory_symlink(folder.path(), folder.path() / "a" / "b" / "circle");
        fs::create_symlink(folder.path() / "a" / "1", folder.path() / "a" / "again");
        const FoundFiles found = walkFiles({folder.path(), folder.path() / "a" / "1"}, {});
        QCOMPARE(found.files.size(), std::size_t{2});
        QCOMPARE(found.files[0], folder.path() / "a" / "1");
    }

    void aPathThatDoesNotExistIsAnError() {
        try {
            (void)walkFiles({"/does/not/exist"}, {});
            QFAIL("accepted");
        } catch (const Error& error) {
            QCOMPARE(error.code(), std::string("DCM-050"));
        }
    }
};

QTEST_GUILESS_MAIN(TestFileKind)
#include "tst_file_kind.moc"
