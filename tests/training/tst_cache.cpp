// SPDX-License-Identifier: Apache-2.0
#include "core/base/files.h"
#include "core/training/cache.h"
#include "core/training/feature_cache.h"
#include "core/training/job.h"
#include "core/training/train.h"
#include "tests/support/fake_compute_engine.h"
#include "tests/support/training_project.h"

#include <QTest>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <set>

using namespace nidus;
using namespace nidus::test;
namespace fs = std::filesystem;

namespace {

TrainOptions probeOnly() {
    TrainOptions options;
    options.recipe.phases.clear();
    options.recipe.probePenalties = {1e-2};
    return options;
}

/// A project with the cache of a finished run, and one more file of a kind that this test makes up.
struct CachedProject {
    TemporaryFolder folder;
    TrainingProject made{folder.path()};
    Project project = Project::open(made.folder);
    FakeComputeEngine engine;

    CachedProject() {
        static_cast<void>(train(project, probeOnly(), engine, {}, {}));
        writeFileAtomically(cached("views-0.safetensors"), std::string(1000, 'v'));
        writeFileAtomically(cached(".tmp-x"), std::string(10, 't'));
    }

    [[nodiscard]] fs::path cached(const std::string& name) const { return project.cacheFolder() / name; }
    /// As if used so many hours ago.
    void age(const fs::path& file, int hours) const {
        fs::last_write_time(file, fs::file_time_type::clock::now() - std::chrono::hours(hours));
    }
    [[nodiscard]] fs::path features() const {
        for (const auto& entry : fs::directory_iterator(project.cacheFolder()))
            if (entry.path().filename().string().starts_with("features-"))
                return entry.path();
        return {};
    }
    [[nodiscard]] std::vector<std::string> unprepared() const {
        std::vector<std::string> ids;
        for (const Case& c : project.cases())
            if (c.cacheFile.empty())
                ids.push_back(c.id);
        return ids;
    }
};

} // namespace

class TestCache : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tellsWhatThereIsByKind() {
        const CachedProject p;
        const CacheReport report = cacheReport(p.project);
        QCOMPARE(report.kinds.at("prepared").files, 24);
        QCOMPARE(report.kinds.at("features").files, 1);
        QCOMPARE(report.kinds.at("views").bytes, std::int64_t{1000});
        QCOMPARE(report.kinds.at("temporary").bytes, std::int64_t{10});
        QCOMPARE(report.total.files, 27);
        std::int64_t sum = 0;
        for (const auto& [kind, amount] : report.kinds)
            sum += amount.bytes;
        QCOMPARE(report.total.bytes, sum);
        QCOMPARE(report.needed.files, 0);
        QVERIFY(!report.limit);
        const auto json = nlohmann::json::parse(toJson(report));
        QVERIFY(json["kinds"]["prepared"]["files"] == 24);
        QVERIFY(json["limit"].is_null());
        QVERIFY(toText(report).find("features") != std::string::npos);
    }

    // What one precision computes is not what another reads.
    void precisionsDoNotShareWhatTheyMake() {
        CachedProject cached;
        TrainingJob job = readJob(cached.project, cached.project.runs().front().id);
        const NetworkInput input = networkInput(job, 0);
        const auto made = static_cast<int>(job.cases.size());
        std::set<std::string> views;
        for (const Precision precision : {Precision::Float32, Precision::Bfloat16, Precision::Float16}) {
            job.compute.precision = precision;
            views.insert(viewStore(cached.project.cacheFolder(), job, input, "fake 1").digest);
            cached.engine.encodedCases = 0;
            for (int i = 0; i < 2; ++i)
                static_cast<void>(frozenFeatures(cached.made.folder, cached.project.cacheFolder(), job, {},
                                                 HeadKind::Gap, input, cached.engine, {}));
            QCOMPARE(cached.engine.encodedCases, made);
        }
        QCOMPARE(views.size(), std::size_t{3});
    }

    void theLeastRecentlyUsedGoFirst() {
        CachedProject p;
        const std::vector<Case> cases = p.project.cases();
        p.age(p.features(), 3);
        p.age(p.project.folder() / cases[4].cacheFile, 2);
        p.age(p.cached("views-0.safetensors"), 1);
        const std::int64_t all = cacheReport(p.project).total.bytes;
        const auto bytes = static_cast<std::int64_t>(fs::file_size(p.features()));
        const CacheReport report = trimCache(p.project, all - bytes - 1); // one byte more than the features have
        QCOMPARE(report.removed.files, 2);
        QVERIFY(p.features().empty() && fs::exists(p.cached("views-0.safetensors")));
        QVERIFY(!fs::exists(p.project.folder() / cases[4].cacheFile));
        QCOMPARE(p.unprepared(), std::vector<std::string>{cases[4].id}); // the catalogue knows
        QCOMPARE(report.total.files, 25);

        QCOMPARE(p.made.prepare(p.project).prepared, 1);
        const RunResult again = train(p.project, probeOnly(), p.engine, {}, {});
        QCOMPARE(again.predictions.size(), std::size_t{24});
    }

    void usingMakesYoung() {
        CachedProject p;
        const fs::path image = p.project.folder() / p.project.cases()[0].cacheFile, features = p.features();
        p.age(image, 5);
        p.age(features, 5);
        static_cast<void>(train(p.project, probeOnly(), p.engine, {}, {}));
        const auto anHourAgo = fs::file_time_type::clock::now() - std::chrono::hours(1);
        QVERIFY(fs::last_write_time(image) > anHourAgo);
        QVERIFY(fs::last_write_time(features) > anHourAgo);
    }

    void whatAnUnfinishedRunNeedsStays() {
        CachedProject p;
        const std::string run = freezeRun(p.project, probeOnly(), p.engine, {});
        const CacheReport report = trimCache(p.project, 0);
        QCOMPARE(report.kinds.at("prepared").files, 24);
        QCOMPARE(report.needed.files, 24);
        QVERIFY(!report.kinds.contains("features") && !report.kinds.contains("views"));
        QVERIFY(fs::exists(p.cached(".tmp-x"))); // somebody writes it
        QVERIFY(p.unprepared().empty());
        TrainOptions resume;
        resume.resume = true;
        QCOMPARE(train(p.project, resume, p.engine, {}, {}).runId, run);
        QCOMPARE(trimCache(p.project, 0).total.files, 1); // the run is finished
        QCOMPARE(p.unprepared().size(), std::size_t{24});
    }

    void theLimitIsKeptWhenATrainingEnds() {
        CachedProject p;
        p.age(p.cached("views-0.safetensors"), 1);
        p.project.setCacheLimit(cacheReport(p.project).total.bytes - 1);
        QCOMPARE(*cacheReport(p.project).limit, *p.project.cacheLimit());
        static_cast<void>(train(p.project, probeOnly(), p.engine, {}, {}));
        QVERIFY(!fs::exists(p.cached("views-0.safetensors")));
        QVERIFY(cacheReport(p.project).total.bytes <= *p.project.cacheLimit());
        p.project.setCacheLimit({});
        QVERIFY(!p.project.cacheLimit());
    }
};

QTEST_GUILESS_MAIN(TestCache)
#include "tst_cache.moc"
