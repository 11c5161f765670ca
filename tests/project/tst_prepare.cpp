// SPDX-License-Identifier: Apache-2.0
#include "core/base/files.h"
#include "core/imaging/case_file.h"
#include "core/project/cache_key.h"
#include "core/project/prepare.h"
#include "tests/support/error_code.h"
#include "tests/support/fake_series_reader.h"

#include <QTest>

#include <filesystem>
#include <fstream>
#include <limits>
#include <set>

#include <csignal>
#include <sys/mount.h>
#include <sys/resource.h>

using namespace nidus;
using namespace nidus::test;
namespace fs = std::filesystem;

namespace {

/// A plan that keeps the spacing and the values: what comes out can be told by heart.
PreprocessingPlan plainPlan(std::size_t channels = 1) {
    PreprocessingPlan plan;
    plan.plans.imageReaderWriter = "SimpleITKIO";
    plan.configuration.patchSize = {8, 8, 8};
    plan.configuration.spacing = {1.0, 1.0, 1.0};
    plan.configuration.normalization.assign(channels, NormalizationScheme::None);
    plan.configuration.useMaskForNorm.assign(channels, false);
    return plan;
}

struct Fixture {
    TemporaryFolder folder;
    fs::path root = folder.path() / "data";
    Project project = Project::create(folder.path() / "p.nidus");
    FakeSeriesReader reader;
    PreprocessingPlan plan = plainPlan();

    Fixture() { project.setModel({"models/m", InputFrame::Plan}); }

    void add(const std::string& id, const Volume& volume) {
        const auto& item = reader.add(root / (id + ".nii.gz"), volume);
        Case added;
        added.id = id;
        added.channels = {item.info.source};
        project.addCases({added});
    }
    PrepareReport prepare() { return prepareCases(project, plan, reader, JobControl{}); }
    [[nodiscard]] Case get(const std::string& id) const {
        for (const Case& each : project.cases())
            if (each.id == id)
                return each;
        throw std::runtime_error("no case " + id);
    }
    [[nodiscard]] std::size_t cacheFiles() const {
        std::size_t count = 0;
        for (const auto& entry : fs::directory_iterator(project.cacheFolder())) {
            static_cast<void>(entry);
            ++count;
        }
        return count;
    }
};

std::string codes(const std::vector<Problem>& problems) {
    std::string text;
    for (const Problem& problem : problems)
        text.append(text.empty() ? "" : " ").append(problem.code).append(":").append(problem.caseId);
    return text;
}

Volume cube(float value) {
    return FakeSeriesReader::volume({3, 4, 5}, value, {1, 1, 1});
}

/// Lifts the limit on file sizes again.
class FileSizeLimit {
public:
    explicit FileSizeLimit(rlim_t bytes) {
        m_isSet = getrlimit(RLIMIT_FSIZE, &m_before) == 0;
        m_handler = std::signal(SIGXFSZ, SIG_IGN); // so that write() fails instead of ending the program
        const rlimit limit{bytes, m_before.rlim_max};
        m_isSet = m_isSet && setrlimit(RLIMIT_FSIZE, &limit) == 0;
    }
    ~FileSizeLimit() {
        setrlimit(RLIMIT_FSIZE, &m_before);
        std::signal(SIGXFSZ, m_handler);
    }
    FileSizeLimit(const FileSizeLimit&) = delete;
    FileSizeLimit& operator=(const FileSizeLimit&) = delete;
    [[nodiscard]] bool isSet() const noexcept { return m_isSet; }

private:
    rlimit m_before{};
    sighandler_t m_handler = SIG_DFL;
    bool m_isSet = false;
};

/// A file system of its own with little room; needs the right to mount.
class SmallDisk {
public:
    SmallDisk(const fs::path& folder, const char* options) : m_folder(folder) {
        m_isMounted = mount("nidus-test", folder.c_str(), "tmpfs", 0, options) == 0;
    }
    ~SmallDisk() {
        if (m_isMounted)
            umount2(m_folder.c_str(), MNT_DETACH);
    }
    SmallDisk(const SmallDisk&) = delete;
    SmallDisk& operator=(const SmallDisk&) = delete;
    [[nodiscard]] bool isMounted() const noexcept { return m_isMounted; }

private:
    fs::path m_folder;
    bool m_isMounted = false;
};

} // namespace

class TestPrepare : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void caseFilesHoldWhatTheNetworkSees() {
        Fixture f;
        f.add("a", cube(2));
        const PrepareReport report = f.prepare();
        QCOMPARE(report.prepared, 1);
        QCOMPARE(codes(report.problems), std::string());
        const Case done = f.get("a");
        QCOMPARE(done.volumeMm3, 60.0);
        QCOMPARE(done.meanIntensity, 2.0);
        const PreprocessedCase prepared = readCaseFile(f.project.folder() / done.cacheFile);
        QCOMPARE(prepared.image.shape, (std::array<std::int64_t, 3>{3, 4, 5}));
        QCOMPARE(prepared.image.voxels, std::vector<float>(60, 2.0F));
        QVERIFY(prepared == prepareCase(done.channels, f.plan, f.reader, {}));
    }

    void badCasesInTheMiddleDoNotStopTheOthers() {
        Fixture f;
        f.add("a", cube(1));
        f.add("b-gone", cube(2));
        f.add("c", cube(3));
        Volume nan = cube(4);
        nan.voxels[7] = std::numeric_limits<float>::quiet_NaN();
        f.add("d-nan", nan);
        f.add("e-channels", cube(5));
        f.reader.add(f.root / "f-tilted.nii.gz", cube(6)).failure = Error("DCM-015", "The gantry is tilted.");
        Case tilted;
        tilted.id = "f-tilted";
        tilted.channels = {{"f-tilted.nii.gz", "", {f.root / "f-tilted.nii.gz"}, {}}};
        f.project.addCases({tilted});
        f.add("g", cube(7));
        f.add("h-excluded", cube(8));
        fs::remove(f.root / "b-gone.nii.gz");
        Case channels = f.get("e-channels");
        channels.channels.push_back(channels.channels[0]);
        Case excluded = f.get("h-excluded");
        excluded.included = false;
        f.project.updateCases({channels, excluded});

        const PrepareReport report = f.prepare();
        QCOMPARE(codes(report.problems),
                 std::string("FIL-001:b-gone IMG-012:d-nan IMG-013:e-channels DCM-015:f-tilted"));
        QCOMPARE(report.prepared, 3);
        QCOMPARE(report.failed, 4);
        QCOMPARE(f.cacheFiles(), std::size_t{3});
        for (const char* id : {"a", "c", "g"})
            QVERIFY(!f.get(id).cacheFile.empty() && f.get(id).problems.empty());
        for (const char* id : {"b-gone", "d-nan", "e-channels", "f-tilted"}) {
            QVERIFY(f.get(id).cacheFile.empty());
            QCOMPARE(f.get(id).problems.size(), std::size_t{1});
            QVERIFY(f.get(id).problems[0].severity == Severity::Blocker);
        }
        QVERIFY(f.get("h-excluded").cacheFile.empty());

        // Mended: the finding goes, and what was done is not done again.
        f.reader.add(f.root / "b-gone.nii.gz", cube(2));
        const int readsBefore = f.reader.reads;
        const PrepareReport again = f.prepare();
        QCOMPARE(again.reused, 3);
        QCOMPARE(again.prepared, 1);
        QVERIFY(f.get("b-gone").problems.empty() && !f.get("b-gone").cacheFile.empty());
        QCOMPARE(f.reader.reads, readsBefore + 3);
        QCOMPARE(f.get("d-nan").problems.size(), std::size_t{1});
    }

    void unchangedFilesAreNotReadAgain() {
        Fixture f;
        f.add("a", cube(1));
        f.add("b", cube(2));
        QCOMPARE(f.prepare().prepared, 2);
        QCOMPARE(f.reader.reads, 2);
        const PrepareReport second = f.prepare();
        QCOMPARE(second.reused, 2);
        QCOMPARE(f.reader.reads, 2);

        // Touched, but the same image: read, not preprocessed again.
        const Case before = f.get("a");
        fs::last_write_time(f.root / "a.nii.gz", fs::file_time_type::clock::now() + std::chrono::hours(1));
        QCOMPARE(f.prepare().reused, 2);
        QCOMPARE(f.reader.reads, 3);
        QVERIFY(f.get("a") == before);

        // A lost or damaged case file is made again.
        fs::remove(f.project.folder() / before.cacheFile);
        QCOMPARE(f.prepare().prepared, 1);
        std::ofstream(f.project.folder() / before.cacheFile, std::ios::trunc) << "x";
        fs::last_write_time(f.root / "a.nii.gz", fs::file_time_type::clock::now() + std::chrono::hours(2));
        QCOMPARE(f.prepare().prepared, 1);
        QVERIFY(f.get("a") == before);
        QCOMPARE(readCaseFile(f.project.folder() / before.cacheFile).image.voxels.size(), std::size_t{60});
    }

    void anotherPlanIsAnotherCaseFile() {
        Fixture f;
        f.add("a", cube(1));
        std::set<std::string> files;
        const auto prepared = [&] {
            (void)f.prepare();
            files.insert(f.get("a").cacheFile);
            return files.size();
        };
        QCOMPARE(prepared(), std::size_t{1});
        f.plan.configuration.patchSize = {16, 16, 16}; // does not change a voxel
        QCOMPARE(prepared(), std::size_t{1});
        f.plan.configuration.spacing = {1.0, 2.0, 1.0};
        QCOMPARE(prepared(), std::size_t{2});
        f.plan.frame = InputFrame::Ras;
        QCOMPARE(prepared(), std::size_t{3});
        f.plan.plans.transposeForward = {1, 0, 2};
        QCOMPARE(prepared(), std::size_t{4});
        f.plan.configuration.normalization = {NormalizationScheme::Ct};
        f.plan.plans.intensity[0] = {1, 2, 0, 3};
        QCOMPARE(prepared(), std::size_t{5});
        f.plan.plans.intensity[0].percentile995 = 4;
        QCOMPARE(prepared(), std::size_t{6});
        f.plan.configuration.resamplingData.order = 1;
        QCOMPARE(prepared(), std::size_t{7});
    }

    void aSpacingThatDiffersBeyondFloatIsTheSameScan() {
        PlanImage image{1, {1, 1, 2}, {2.0, 0.7, 0.7}, {1, 2}};
        const std::string key = cacheKey(image, "plan");
        image.spacing[1] = static_cast<double>(0.7F);
        QCOMPARE(cacheKey(image, "plan"), key);
        image.spacing[1] = 0.71;
        QVERIFY(cacheKey(image, "plan") != key);
        image.spacing[1] = 0.7;
        image.voxels[1] = 3;
        QVERIFY(cacheKey(image, "plan") != key);
        image.voxels[1] = 2;
        image.shape = {1, 2, 1};
        QVERIFY(cacheKey(image, "plan") != key);
    }

    void equalImagesAreReportedOnce() {
        Fixture f;
        f.add("a", cube(1));
        f.add("b", cube(1));
        QCOMPARE(codes(f.prepare().problems), std::string("DCM-030:b"));
        QCOMPARE(codes(f.prepare().problems), std::string("DCM-030:b"));
        QCOMPARE(f.get("b").problems.size(), std::size_t{1});
        QCOMPARE(f.cacheFiles(), std::size_t{1});
    }

    void temporaryFilesOfAKilledProgramGoAfterADay() {
        Fixture f;
        f.add("a", cube(1));
        for (const auto& [name, hours] : {std::pair{".tmp-old", 25}, std::pair{".tmp-new", 1}}) {
            writeFileAtomically(f.project.cacheFolder() / name, std::string("x"));
            fs::last_write_time(f.project.cacheFolder() / name,
                                fs::file_time_type::clock::now() - std::chrono::hours(hours));
        }
        (void)f.prepare();
        QVERIFY(!fs::exists(f.project.cacheFolder() / ".tmp-old"));
        QVERIFY(fs::exists(f.project.cacheFolder() / ".tmp-new"));
    }

    void withoutAModelNothingIsPrepared() {
        const TemporaryFolder folder;
        Project project = Project::create(folder.path() / "p.nidus");
        FakeSeriesReader reader;
        QCOMPARE(codeOf([&] { (void)prepareCases(project, plainPlan(), reader, {}); }), std::string("PRJ-020"));
    }

    void stoppingKeepsFinishedCases() {
        Fixture f;
        for (const char* id : {"a", "b", "c", "d"})
            f.add(id, cube(static_cast<float>(id[0])));
        JobControl control;
        control.onProgress = [&](const Progress& progress) {
            if (progress.fraction >= 0.5)
                control.token.cancel();
        };
        bool isStopped = false;
        try {
            (void)prepareCases(f.project, f.plan, f.reader, control);
        } catch (const Cancelled&) {
            isStopped = true;
        }
        QVERIFY(isStopped);
        QVERIFY(!f.get("a").cacheFile.empty() && !f.get("b").cacheFile.empty());
        QVERIFY(f.get("d").cacheFile.empty() && f.get("d").problems.empty());
        const PrepareReport rest = f.prepare();
        QVERIFY(rest.reused >= 2 && rest.prepared + rest.reused == 4);
    }

    // The disk refuses to let a file grow beyond 64 KiB: the third case is too large for it.
    void aDiskThatRefusesLeavesWholeFilesOnly() {
        Fixture f;
        f.add("a", cube(1));
        f.add("b", cube(2));
        f.add("c", FakeSeriesReader::volume({40, 40, 40}, 3));
        f.add("d", cube(4));
        {
            const FileSizeLimit limit(65536);
            QVERIFY2(limit.isSet(), "this system does not let a test limit the size of files");
            QCOMPARE(codeOf([&] { (void)f.prepare(); }), std::string("FIL-003"));
        }
        checkTwoOfFour(f);
    }

    void aFullDiskLeavesWholeFilesOnly() {
        Fixture f;
        const SmallDisk disk(f.project.cacheFolder(), "size=256k");
        if (!disk.isMounted())
            QSKIP(
                "not run: no right to mount a small tmpfs; aDiskThatRefusesLeavesWholeFilesOnly covers the same path");
        f.add("a", cube(1));
        f.add("b", cube(2));
        f.add("c", FakeSeriesReader::volume({50, 50, 50}, 3));
        f.add("d", cube(4));
        QCOMPARE(codeOf([&] { (void)f.prepare(); }), std::string("FIL-004"));
        checkTwoOfFour(f);
    }

    void theDefaultFrameFollowsTheKindOfFiles() {
        const auto of = [](std::vector<SeriesSource> channels, bool isIncluded = true) {
            Case result;
            result.channels = std::move(channels);
            result.included = isIncluded;
            return result;
        };
        const SeriesSource nifti{"a.nii.gz", "", {"/d/a.nii.gz"}, {}};
        const SeriesSource dicom{"1.2.840.1", "", {"/d/1.dcm", "/d/2.dcm"}, {}};
        const SeriesSource multiFrame{"1.2.840.2", "", {"/d/1.2.840.2"}, {}};
        QVERIFY(defaultFrame({}) == InputFrame::Plan);
        QVERIFY(defaultFrame({of({nifti}), of({nifti, nifti})}) == InputFrame::Plan);
        QVERIFY(defaultFrame({of({nifti}), of({dicom})}) == InputFrame::Ras);
        QVERIFY(defaultFrame({of({nifti, multiFrame})}) == InputFrame::Ras);
        QVERIFY(defaultFrame({of({nifti}), of({dicom}, false)}) == InputFrame::Plan);
    }

private:
    /// a and b were finished before the disk refused; nothing else lies in the cache; later the rest is prepared.
    static void checkTwoOfFour(Fixture& f) {
        QCOMPARE(f.cacheFiles(), std::size_t{2});
        for (const char* id : {"a", "b"})
            (void)readCaseFile(f.project.folder() / f.get(id).cacheFile);
        QVERIFY(f.get("c").cacheFile.empty() && f.get("c").problems.empty() && f.get("d").cacheFile.empty());
        fs::remove(f.root / "c.nii.gz");
        const PrepareReport report = f.prepare();
        QCOMPARE(report.reused, 2);
        QCOMPARE(report.prepared, 1);
        QCOMPARE(codes(report.problems), std::string("FIL-001:c"));
    }
};

QTEST_GUILESS_MAIN(TestPrepare)
#include "tst_prepare.moc"
