// SPDX-License-Identifier: Apache-2.0
#include "core/base/files.h"
#include "core/model/engine.h"
#include "core/model/torch_library.h"

#include <QTest>

using namespace nidus;

namespace {

namespace fs = std::filesystem;

/// What the headers of a shared object without content look like.
std::string emptyObject() {
    std::string text(64, '\0');
    text.replace(0, 4,
                 "\x7f"
                 "ELF");
    return text;
}

/// A libtorch_cpu.so below `root`/`inside`, beside a file that may say a version.
void layOut(const fs::path& root, const fs::path& inside, const std::string& file, const std::string& text) {
    fs::create_directories(root / inside / "lib");
    writeFileAtomically(root / inside / "lib" / "libtorch_cpu.so", emptyObject());
    if (!file.empty()) {
        fs::create_directories((root / inside / file).parent_path());
        writeFileAtomically(root / inside / file, text);
    }
}

} // namespace

class TestTorchLibrary : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void versionIsReadWhereverItStands_data() {
        QTest::addColumn<QString>("inside");
        QTest::addColumn<QString>("file");
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("wheel") << "torch"
                               << "version.py"
                               << QByteArray("__all__ = ['__version__', 'debug']\n__version__ = '2.13.0+cu126'\n");
        QTest::newRow("archive") << "libtorch"
                                 << "build-version" << QByteArray("2.13.0+cu126\n");
        QTest::newRow("header") << "."
                                << "include/torch/headeronly/version.h"
                                << QByteArray(
                                       "#define TORCH_VERSION_MAJOR 2\n#define TORCH_VERSION \"2.13.0+cu126\"\n");
    }

    void versionIsReadWhereverItStands() {
        QFETCH(QString, inside);
        QFETCH(QString, file);
        QFETCH(QByteArray, text);
        const TemporaryFolder folder;
        layOut(folder.path(), inside.toStdString(), file.toStdString(), text.toStdString());
        const auto libraries = torchLibraries(folder.path());
        QVERIFY(libraries);
        QCOMPARE(torchVersion(*libraries), std::string("2.13.0+cu126"));
    }

    void sameReleaseFits() {
        const TemporaryFolder folder;
        layOut(folder.path(), "", "build-version", std::string(builtInTorchVersion()) + "+cu126\n");
        QVERIFY(!torchMisfit(folder.path()));
        QVERIFY(!torchMisfit(folder.path() / "lib"));
    }

    void otherReleaseIsNamed() {
        const TemporaryFolder folder;
        layOut(folder.path(), "", "build-version", "1.99.2\n");
        const auto misfit = torchMisfit(folder.path());
        QVERIFY(misfit);
        QCOMPARE(misfit->code, std::string("ENG-006"));
        QVERIFY2(misfit->text.find("1.99.2") != std::string::npos, misfit->text.c_str());
        QVERIFY2(misfit->text.find(builtInTorchVersion()) != std::string::npos, misfit->text.c_str());
    }

    void noVersionAndNoLibraryAreMisfits() {
        const TemporaryFolder folder;
        QVERIFY(torchMisfit(folder.path()));
        layOut(folder.path(), "", "", "");
        const auto misfit = torchMisfit(folder.path());
        QVERIFY(misfit);
        QVERIFY2(misfit->text.find("does not say its version") != std::string::npos, misfit->text.c_str());
    }

    void cutOffLibraryIsAMisfit() {
        const TemporaryFolder folder;
        layOut(folder.path(), "", "build-version", std::string(builtInTorchVersion()) + "\n");
        writeFileAtomically(folder.path() / "lib" / "libc10.so", emptyObject().substr(0, 40));
        const auto misfit = torchMisfit(folder.path());
        QVERIFY(misfit);
        QVERIFY2(misfit->text.find("libc10.so is incomplete") != std::string::npos, misfit->text.c_str());
    }
};

QTEST_APPLESS_MAIN(TestTorchLibrary)
#include "tst_torch_library.moc"
