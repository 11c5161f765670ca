// SPDX-License-Identifier: Apache-2.0
#include "tests/engine/engine_fixture.h"
#include "tests/support/error_code.h"

#include <QTest>

#include <cstdlib>
#include <fstream>

#include <sys/resource.h>
#include <unistd.h>

using namespace nidus;
using namespace nidus::test;

namespace {

/// NIDUS_TORCH_DIR for the time of a scope.
class TorchFolder {
public:
    explicit TorchFolder(const std::string& value) {
        const char* before = std::getenv("NIDUS_TORCH_DIR");
        m_before = before != nullptr ? before : "";
        setenv("NIDUS_TORCH_DIR", value.c_str(), 1);
    }
    ~TorchFolder() {
        if (m_before.empty())
            unsetenv("NIDUS_TORCH_DIR");
        else
            setenv("NIDUS_TORCH_DIR", m_before.c_str(), 1);
    }
    TorchFolder(const TorchFolder&) = delete;
    TorchFolder& operator=(const TorchFolder&) = delete;

private:
    std::string m_before;
};

/// Address space that may be added to what the process has, for the time of a scope.
class MemoryLimit {
public:
    explicit MemoryLimit(rlim_t more) {
        rlim_t pages = 0;
        std::ifstream("/proc/self/statm") >> pages;
        getrlimit(RLIMIT_AS, &m_before);
        rlimit limit = m_before;
        limit.rlim_cur = pages * static_cast<rlim_t>(sysconf(_SC_PAGESIZE)) + more;
        setrlimit(RLIMIT_AS, &limit);
    }
    ~MemoryLimit() { setrlimit(RLIMIT_AS, &m_before); }
    MemoryLimit(const MemoryLimit&) = delete;
    MemoryLimit& operator=(const MemoryLimit&) = delete;

private:
    rlimit m_before{};
};

} // namespace

class TestEngine : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // First: once a LibTorch is in the process, another cannot be told from it.
    void damagedLibraryIsPassedOver() {
        const TemporaryFolder folder;
        std::filesystem::create_directory(folder.path() / "lib");
        for (const char* name : {"libc10.so", "libtorch_cpu.so"})
            writeFileAtomically(folder.path() / "lib" / name, std::string(4096, '\0'));
        writeFileAtomically(folder.path() / "build-version", std::string(builtInTorchVersion()) + "+cpu\n");
        const TorchFolder chosen(folder.path().string());
        std::vector<Problem> problems;
        const auto loaded = loadComputeEngine([&problems](const Problem& problem) { problems.push_back(problem); });
        QVERIFY(loaded);
        QCOMPARE(problems.size(), std::size_t{1});
        QCOMPARE(problems[0].code, std::string("ENG-006"));
        QVERIFY2(problems[0].text.find("could not be opened") != std::string::npos, problems[0].text.c_str());
    }

    void loadsAndSaysItsVersion() {
        const std::string version = engine().libraryVersion();
        QVERIFY2(!version.empty() && version[0] >= '0' && version[0] <= '9', version.c_str());
    }

    void selfTestPasses_data() {
        QTest::addColumn<int>("precision");
        QTest::newRow("float32") << static_cast<int>(Precision::Float32);
        QTest::newRow("bfloat16") << static_cast<int>(Precision::Bfloat16);
        QTest::newRow("float16") << static_cast<int>(Precision::Float16);
    }

    void selfTestPasses() {
        QFETCH(int, precision);
        const SelfTestReport report = engine().selfTest({"cpu", 2, static_cast<Precision>(precision)});
        QCOMPARE(report.checks.size(), std::size_t{5});
        for (const SelfTestReport::Check& check : report.checks)
            QVERIFY2(check.passed, (check.name + ": " + std::to_string(check.error)).c_str());
    }

    void unknownDevicesHaveACode() {
        EncoderSource source;
        source.architecture = tinyArchitecture(EncoderClass::PlainConv);
        const HostTensor input = randomTensor({1, 2, 4, 8, 8}, 1);
        const auto codeOn = [&](const std::string& device) {
            return codeOf([&] { (void)engine().forwardStages(source, input, {device, 1, Precision::Float32}); });
        };
        QCOMPARE(codeOn("cpu"), std::string("none"));
        QCOMPARE(codeOn("abacus"), std::string("DEV-001"));
        QCOMPARE(codeOn("cuda:x"), std::string("DEV-001"));
        QCOMPARE(codeOn("cuda:999"), std::string("DEV-001"));
        if (codeOn("cuda") != "none")
            QCOMPARE(codeOn("cuda"), std::string("DEV-001"));
    }

    void exhaustedMemoryHasACode() {
#ifdef __SANITIZE_ADDRESS__
        QSKIP("the address sanitizer ends the process itself when memory runs out");
#endif
        EncoderSource source;
        source.architecture = tinyArchitecture(EncoderClass::PlainConv);
        source.architecture.featuresPerStage = {64, 4, 4};
        const HostTensor input = randomTensor({1, 2, 64, 256, 256}, 1);
        std::string code;
        {
            const MemoryLimit limit(256U << 20U); // the first stage wants a gigabyte
            code = codeOf([&] { (void)engine().forwardStages(source, input, {"cpu", 2, Precision::Float32}); });
        }
        QCOMPARE(code, std::string("DEV-002"));
    }

    void stopsBetweenStages() {
        EncoderSource source;
        source.architecture = tinyArchitecture(EncoderClass::PlainConv);
        JobControl control;
        const CaseSource cases{2, [&](std::size_t i) {
                                   if (i == 1)
                                       control.token.cancel();
                                   return toyCase(static_cast<std::uint32_t>(i), 0, {4, 8, 8});
                               }};
        QVERIFY(isStopped([&] {
            (void)engine().encode(source, HeadKind::Gap, {{4, 8, 8}, {false, false}}, cases,
                                  {"cpu", 2, Precision::Float32}, control);
        }));
    }
};

QTEST_GUILESS_MAIN(TestEngine)
#include "tst_engine.moc"
