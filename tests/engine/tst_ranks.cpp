// SPDX-License-Identifier: Apache-2.0
#include "core/imaging/case_file.h"
#include "core/training/rank_place.h"
#include "core/training/task_json.h"
#include "tests/engine/engine_fixture.h"
#include "tests/support/error_code.h"

#include <QCoreApplication>
#include <QProcess>
#include <QTest>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <limits>
#include <memory>
#include <vector>

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace nidus;
using namespace nidus::test;

namespace {

constexpr std::size_t kDims = 24; ///< mean and max of 3, 4 and 5 features

int freePort() {
    const int fd = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    if (bind(fd, reinterpret_cast<sockaddr*>(&address), length) != 0
        || getsockname(fd, reinterpret_cast<sockaddr*>(&address), &length) != 0)
        qFatal("no free port");
    close(fd);
    return ntohs(address.sin_port);
}

RankPlace placeOf(int rank, int size, int port) {
    RankPlace place;
    place.rank = rank;
    place.size = size;
    place.host = "127.0.0.1";
    place.port = port;
    return place;
}

/// This program once more, as one of the ranks: see main().
std::unique_ptr<QProcess> startRank(int rank, int size, int port, const QString& taskFile = {}) {
    auto process = std::make_unique<QProcess>();
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert("RANK", QString::number(rank));
    environment.insert("WORLD_SIZE", QString::number(size));
    environment.insert("MASTER_ADDR", "127.0.0.1");
    environment.insert("MASTER_PORT", QString::number(port));
    process->setProcessEnvironment(environment);
    process->start(QCoreApplication::applicationFilePath(), {taskFile});
    return process;
}

bool endsWith(QProcess& process, int code) {
    return process.waitForFinished(20'000) && process.exitStatus() == QProcess::NormalExit
           && process.exitCode() == code;
}

/// An engine that leads `size` ranks, the others each in a process of its own.
struct Team {
    explicit Team(int size) {
        const int port = freePort();
        for (int rank = 1; rank < size; ++rank)
            others.push_back(startRank(rank, size, port));
        engine->join(placeOf(0, size, port), {});
    }
    ~Team() {
        engine.reset();
        for (const auto& other : others)
            other->waitForFinished(20'000);
    }

    std::vector<std::unique_ptr<QProcess>> others;
    std::shared_ptr<ComputeEngine> engine = loadComputeEngine();
};

/// A fit with fixed views, augmentation, dropout, averaged weights and two phases, on toy cases.
struct Fit {
    explicit Fit(std::uint32_t cases = 6, int batch = 1, int accumulation = 2,
                 const std::array<std::int64_t, 3>& shape = {4, 8, 8})
        : training(folder.path(), cases, shape) {
        const Cohort validation(folder.path(), 3, {4, 8, 8}, 50);
        task.fit = "fold_1/inner_0";
        task.encoder.architecture = tinyArchitecture(EncoderClass::PlainConv);
        task.encoder.weights = {
            writeWeights(folder.path() / "encoder.safetensors", randomWeights(task.encoder.architecture, 1))};
        task.head = zeroHead(HeadKind::Multi, kDims);
        task.input = {{4, 8, 8}, {false, false}};
        task.recipe.phases = {{1, 4}, {2, 4}};
        task.recipe.batch = batch;
        task.recipe.accumulation = accumulation;
        task.recipe.weightAverage = 0.9;
        task.recipe.augmentation.noiseProbability = 0.5;
        task.compute = {"cpu", 1, Precision::Float32};
        task.training = training.cases;
        task.validation = validation.cases;
        task.views = {folder.path() / "views", "toy", std::int64_t{1} << 30};
        task.epochs = 8;
        task.stateFile = folder.path() / "state.safetensors";
    }

    FineTuneOutcome run(ComputeEngine& engine, const TrainingListener& listener = {},
                        const JobControl& control = {}) const {
        return engine.fineTune(task, listener, control);
    }

    FineTuneOutcome runAfresh(ComputeEngine& engine, const TrainingListener& listener = {}) const {
        std::filesystem::remove(task.stateFile);
        std::filesystem::remove_all(task.views.folder);
        return run(engine, listener);
    }

    /// Of weights, moments, averages, losses and validation logits.
    [[nodiscard]] std::string digest() const { return sha256File(task.stateFile); }

    TemporaryFolder folder;
    Cohort training;
    FineTuneTask task;
};

bool sameWeights(const FineTuneOutcome& a, const FineTuneOutcome& b) {
    const auto same = [](const std::vector<float>& x, const std::vector<float>& y) {
        return x.size() == y.size() && std::memcmp(x.data(), y.data(), x.size() * sizeof(float)) == 0;
    };
    if (a.encoderWeights.empty() || a.encoderWeights.size() != b.encoderWeights.size())
        return false;
    for (const auto& [name, tensor] : a.encoderWeights)
        if (!b.encoderWeights.contains(name) || !same(tensor.values, b.encoderWeights.at(name).values))
            return false;
    return same(a.head.weight, b.head.weight) && same(a.head.bias, b.head.bias)
           && same(a.head.attention.w, b.head.attention.w);
}

/// Everything that the events of a fit say, but the time.
struct Told {
    std::vector<std::string> lines;
    TrainingListener listener() {
        return {[this](const StepEvent& event) { lines.push_back(toJsonLine(event)); },
                [this](EpochEvent event) {
                    event.seconds = 0;
                    lines.push_back(toJsonLine(event));
                },
                [this](const MessageEvent& event) { lines.push_back(toJsonLine(event)); }};
    }
    [[nodiscard]] bool hasMessage(const std::string& code) const {
        return std::ranges::any_of(lines,
                                   [&](const std::string& line) { return line.find(code) != std::string::npos; });
    }
};

} // namespace

class TestRanks : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void bitsAreThoseOfOneProcess_data() {
        QTest::addColumn<int>("ranks");
        QTest::addColumn<unsigned>("cases");
        QTest::addColumn<int>("batch");
        QTest::addColumn<int>("accumulation");
        QTest::addColumn<int>("head");
        const auto multi = static_cast<int>(HeadKind::Multi);
        QTest::newRow("two ranks, 24 steps of two") << 2 << 6U << 1 << 2 << multi;
        QTest::newRow("two ranks, steps of five, the last of two") << 2 << 7U << 1 << 5 << multi;
        QTest::newRow("three ranks, steps of four, the last of one") << 3 << 5U << 1 << 4 << multi;
        QTest::newRow("batches of two, the last of one") << 2 << 7U << 2 << 3 << multi;
        QTest::newRow("a rank without training cases") << 2 << 3U << 1 << 1 << multi;
        // The last norm is behind what this head sees.
        QTest::newRow("parameters without a gradient") << 2 << 5U << 1 << 2 << static_cast<int>(HeadKind::PreNorm);
        QTest::newRow("attention over windows") << 2 << 5U << 2 << 1 << static_cast<int>(HeadKind::Attention);
    }

    void bitsAreThoseOfOneProcess() {
        QFETCH(int, ranks);
        QFETCH(unsigned, cases);
        QFETCH(int, batch);
        QFETCH(int, accumulation);
        QFETCH(int, head);
        const auto kind = static_cast<HeadKind>(head);
        Fit fit(cases, batch, accumulation, {4, kind == HeadKind::Attention ? 12 : 8, 8});
        fit.task.head = zeroHead(kind, kind == HeadKind::PreNorm ? 40 : kDims);
        Told alone, together;
        const FineTuneOutcome expected = fit.runAfresh(engine(), alone.listener());
        const std::string digest = fit.digest();
        const Team team(ranks);
        const FineTuneOutcome outcome = fit.runAfresh(*team.engine, together.listener());
        QVERIFY(sameWeights(outcome, expected));
        QCOMPARE(fit.digest(), digest);
        QVERIFY(together.lines == alone.lines);
    }

    // In float16 they scale the loss and leave out steps together.
    void theyLeaveOutTheSameSteps() {
        Fit fit;
        fit.task.compute.precision = Precision::Float16;
        for (std::size_t i = 0; i < fit.task.head.weight.size(); ++i)
            fit.task.head.weight[i] = i < kDims ? 20.0F : -20.0F; // so steep that gradients overflow
        Told alone, together;
        const FineTuneOutcome expected = fit.runAfresh(engine(), alone.listener());
        const std::string digest = fit.digest();
        QVERIFY(alone.hasMessage("TRN-044"));
        const Team team(2);
        QVERIFY(sameWeights(fit.runAfresh(*team.engine, together.listener()), expected));
        QCOMPARE(fit.digest(), digest);
        QVERIFY(together.lines == alone.lines);
    }

    void theNumberOfRanksMayChangeBetweenTwoStarts() {
        const Fit fit;
        const FineTuneOutcome expected = fit.runAfresh(engine());
        const std::string digest = fit.digest();
        std::filesystem::remove(fit.task.stateFile);
        JobControl control;
        TrainingListener listener;
        listener.onEpoch = [&](const EpochEvent& event) {
            if (event.epoch == 2)
                control.token.cancel();
        };
        const auto stops = [&](ComputeEngine& engine) {
            try {
                (void)fit.run(engine, listener, control);
            } catch (const Cancelled&) {
                return true;
            }
            return false;
        };
        QVERIFY(stops(engine()));
        const Team team(2);
        QVERIFY(sameWeights(fit.run(*team.engine), expected));
        QCOMPARE(fit.digest(), digest);
    }

    void aFaultOfOneRankIsAFaultOfAll() {
        const Fit fit;
        const Team team(2);
        const std::filesystem::path file = fit.training.cases[3].file;
        PreprocessedCase broken = toyCase(3, 1, {4, 8, 8});
        broken.image.voxels[17] = std::numeric_limits<float>::quiet_NaN();
        writeCaseFile(file, broken, Publish::Replace);
        try {
            (void)fit.runAfresh(*team.engine);
            QFAIL("a case with NaN was accepted");
        } catch (const Error& error) {
            QCOMPARE(error.code(), std::string("TRN-010"));
            QVERIFY(std::string(error.what()).find("case_3") != std::string::npos);
        }
        std::filesystem::remove(file);
        try {
            (void)fit.runAfresh(*team.engine);
            QFAIL("a missing case was accepted");
        } catch (const Error& error) {
            QCOMPARE(error.caseId(), std::string("case_3"));
        }
        // A fault of rank 0 alone: the state cannot be written.
        writeCaseFile(file, toyCase(3, 1, {4, 8, 8}), Publish::Replace);
        FineTuneTask elsewhere = fit.task;
        elsewhere.stateFile = fit.folder.path() / "no such folder" / "state.safetensors";
        QCOMPARE(codeOf([&] { (void)team.engine->fineTune(elsewhere, {}, {}); }), std::string("FIL-003"));
        // The others are still there for the next fit.
        QVERIFY(sameWeights(fit.runAfresh(*team.engine), fit.runAfresh(engine())));
    }

    void aStopEndsTheFitAndThenTheOthers() {
        Team team(2);
        const Fit fit;
        JobControl control;
        TrainingListener listener;
        listener.onStep = [&](const StepEvent& event) {
            if (event.step == 4)
                control.token.cancel();
        };
        QVERIFY(isStopped([&] { (void)fit.run(*team.engine, listener, control); }));
        team.engine.reset();
        QVERIFY(endsWith(*team.others.front(), 0));
    }

    void theOthersEndWhenTheFirstIsGone() {
        Fit fit;
        fit.task.recipe.phases = {{1, 1'000}};
        fit.task.epochs = 1'000;
        writeFileAtomically(fit.folder.path() / "task.json", toJson(fit.task));
        const int port = freePort();
        const auto first = startRank(0, 2, port, QString::fromStdString((fit.folder.path() / "task.json").string()));
        const auto other = startRank(1, 2, port);
        QTRY_VERIFY_WITH_TIMEOUT(std::filesystem::exists(fit.task.stateFile), 20'000);
        first->kill();
        QVERIFY(first->waitForFinished());
        QVERIFY(endsWith(*other, 1));
        QVERIFY(other->readAllStandardError().contains("TRN-072"));
    }

    void aLostRankLeavesAFitThatGoesOn() {
        const Fit fit;
        const FineTuneOutcome expected = fit.runAfresh(engine());
        std::filesystem::remove(fit.task.stateFile);
        Team team(2);
        TrainingListener listener;
        listener.onEpoch = [&](const EpochEvent& event) {
            if (event.epoch == 3)
                team.others.front()->kill();
        };
        QCOMPARE(codeOf([&] { (void)fit.run(*team.engine, listener); }), std::string("TRN-072"));
        QVERIFY(sameWeights(fit.run(engine()), expected));
    }

    void whoDoesNotComeIsMissed() {
        RankPlace place = placeOf(0, 2, freePort());
        place.joinSeconds = 1;
        QCOMPARE(codeOf([&] { loadComputeEngine()->join(place, {}); }), std::string("TRN-071"));
        place.rank = 1;
        QCOMPARE(codeOf([&] { loadComputeEngine()->join(place, {}); }), std::string("TRN-071"));
    }
};

int main(int argc, char** argv) {
    if (const RankPlace place = rankPlaceFromEnvironment(); place.size > 1)
        try {
            const auto joined = loadComputeEngine();
            joined->join(place, {});
            if (place.rank == 0)
                (void)joined->fineTune(taskFromJson(readTextFile(argv[1])), {}, {});
            return 0;
        } catch (const Error& error) {
            std::fprintf(stderr, "%s: %s\n", error.code().c_str(), error.what());
            return 1;
        }
    const QCoreApplication application(argc, argv);
    TestRanks test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_ranks.moc"
