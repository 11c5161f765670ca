// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/composition.h"

#include "app/demo_project.h"
#include "app/device_services.h"
#include "core/base/parallel.h"
#include "core/imaging/case_file.h"
#include "core/imaging/frame_letters.h"
#include "core/inference/classifier.h"
#include "core/inference/explain_tested.h"
#include "core/model/choose_model.h"
#include "core/model/engine.h"
#include "core/model/pretrained_model.h"
#include "core/nnunet/source_grid.h"
#include "core/project/import.h"
#include "core/project/project.h"
#include "core/project/unpacked_archives.h"
#include "core/training/job.h"
#include "dicom/readers.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace nidus {
namespace {

namespace fs = std::filesystem;

/// LibTorch is opened once, by the first job, on its thread: the window never waits for it.
std::shared_ptr<ComputeEngine> sharedEngine() {
    static std::mutex mutex;
    static std::shared_ptr<ComputeEngine> engine;
    const std::lock_guard lock(mutex);
    if (!engine)
        engine = loadComputeEngine();
    return engine;
}

std::string utcText(fs::file_time_type time) {
    const auto system = std::chrono::time_point_cast<std::chrono::seconds>(time - fs::file_time_type::clock::now()
                                                                           + std::chrono::system_clock::now());
    const std::time_t seconds = std::chrono::system_clock::to_time_t(system);
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    std::array<char, 32> text{};
    std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts);
    return text.data();
}

/// When a run last wrote something: the newest file below its folder.
std::string lastActivity(const fs::path& runFolder, const std::string& created) {
    std::optional<fs::file_time_type> newest;
    std::error_code failure;
    for (fs::recursive_directory_iterator it(runFolder, failure), end; !failure && it != end; it.increment(failure)) {
        const auto time = fs::last_write_time(it->path(), failure);
        if (!failure && it->is_regular_file(failure) && (!newest || time > *newest))
            newest = time;
    }
    return newest ? utcText(*newest) : created;
}

std::optional<ui::UnfinishedRun> newestUnfinished(const Project& project, const std::vector<RunRecord>& runs) {
    for (const RunRecord& run : runs) {
        const fs::path folder = project.runFolder(run.id);
        if (run.state != "done" && fs::exists(folder / "job.json"))
            return ui::UnfinishedRun{run, lastActivity(folder, run.created), lastEpoch(folder)};
    }
    return std::nullopt;
}

ui::ModelSummary summaryOf(const PretrainedModel& model) {
    ui::ModelSummary summary;
    summary.title = model.plans.datasetName.empty() ? model.trainer : model.plans.datasetName;
    summary.configuration = model.configuration.name;
    for (const auto& mm : model.configuration.spacing)
        summary.spacingMm.push_back(mm.value_or(0));
    summary.channels = model.dataset.channelNames;
    summary.parameters = parameterCount(model.architecture);
    return summary;
}

std::optional<ui::ModelSummary> describeModel(const Project& project) {
    const auto chosen = project.model();
    if (!chosen)
        return std::nullopt;
    try {
        return summaryOf(readModelFolder(project.folder() / chosen->folder));
    } catch (const Error& error) {
        ui::ModelSummary broken;
        broken.title = chosen->folder;
        broken.problem = std::string(error.what()) + " (" + error.code() + ")";
        return broken;
    }
}

/// Who else writes to the project, as a sentence; empty if nobody does.
std::string otherWriter(const fs::path& folder) {
    try {
        static_cast<void>(Project::open(folder, Project::Access::ReadWrite));
    } catch (const Error& error) {
        if (error.code() == "PRJ-006")
            return error.what();
    }
    return {};
}

ui::ProjectSnapshot readProject(const fs::path& folder, const JobControl& control) {
    control.poll();
    ui::ProjectSnapshot snapshot;
    snapshot.busyWith = otherWriter(folder);
    const Project project = Project::open(folder, Project::Access::ReadOnly);
    snapshot.folder = project.folder();
    snapshot.cases = project.cases();
    snapshot.classes = project.classes();
    snapshot.positiveClass = project.positiveClass();
    snapshot.runs = project.runs();
    if (snapshot.busyWith.empty())
        snapshot.unfinished = newestUnfinished(project, snapshot.runs);
    control.poll();
    snapshot.model = describeModel(project);
    return snapshot;
}

PrepareReport prepareProject(const fs::path& folder, const JobControl& control) {
    Project project = Project::open(folder);
    const auto chosen = project.model();
    if (!chosen)
        throw Error("PRJ-020", "The project has no pretrained model yet. Choose one first.");
    const PretrainedModel model = readModelFolder(project.folder() / chosen->folder);
    const auto reader = dicom::makeSeriesReader();
    return prepareCases(project, {model.plans, model.configuration, chosen->frame}, *reader, control);
}

/// One job computes at a time: two would take each other's cores and memory. Waits for its turn, in which it can be
/// stopped.
std::unique_lock<std::timed_mutex> computeTurn(const JobControl& control) {
    static std::timed_mutex lane;
    std::unique_lock turn(lane, std::defer_lock);
    while (!turn.try_lock_for(std::chrono::milliseconds(50)))
        control.step(0, "Waiting for another computation to end");
    return turn;
}

RunResult trainProject(const ui::TrainRequest& request, const std::string& device, const RunListener& listener,
                       const JobControl& control) {
    const auto engine = sharedEngine();
    const auto turn = computeTurn(control);
    Project project = Project::open(request.project);
    TrainOptions options;
    options.recipe = request.recipe ? *request.recipe : recipePreset(request.preset);
    options.runId = request.runId;
    options.resume = request.resume;
    options.finish = request.finish;
    options.device = device;
    return train(project, options, *engine, listener, control);
}

void discardRun(const fs::path& folder, const std::string& runId, const JobControl&) {
    Project project = Project::open(folder);
    for (RunRecord run : project.runs())
        if (run.id == runId && run.state != "done") {
            run.state = "failed"; // without its job.json nobody can resume it, however far the deletion gets
            project.putRun(run);
            fs::remove(project.runFolder(runId) / "job.json");
            fs::remove_all(project.runFolder(runId));
        }
}

/// A scan for a new project. Archives are unpacked, and stay so until the project is made.
ScanReport scanForProject(UnpackedArchives& archives, const std::vector<fs::path>& paths,
                          const std::function<void(std::vector<SeriesInfo>)>& onSeries, const JobControl& control) {
    std::vector<fs::path> sources;
    std::vector<UnassignedFile> refused;
    for (const fs::path& path : paths) {
        try {
            const bool isPacked = dicom::isArchive(path);
            if (isPacked)
                control.step(0, "Unpacking " + path.filename().string());
            sources.push_back(isPacked ? archives.folderOf(path, control) : path);
        } catch (const Error& error) {
            refused.push_back({path, error.code(), error.what()});
        }
    }
    const auto tell = [&onSeries](std::vector<SeriesInfo> series) {
        applyCohortRules(series);
        onSeries(std::move(series));
    };
    ScanReport report = dicom::scanSeries(sources, tell, control);
    applyCohortRules(report.series);
    report.unassigned.insert(report.unassigned.end(), refused.begin(), refused.end());
    return report;
}

std::vector<Problem> createProject(UnpackedArchives& archives, const fs::path& folder, std::vector<SeriesInfo> series,
                                   const JobControl& control) {
    control.poll();
    Project project = Project::create(folder);
    archives.moveFiles(series, project.folder() / "images");
    archives.clear();
    return importSeries(project, series).problems;
}

std::vector<Problem> chooseProjectModel(const fs::path& folder, const fs::path& path, const JobControl& control) {
    control.step(0, "Reading the model");
    const PretrainedModel model = loadPretrainedModel(path);
    Project project = Project::open(folder);
    std::vector<Problem> problems = model.problems;
    const ModelReport report = chooseModel(project, model, std::nullopt);
    problems.insert(problems.end(), report.problems.begin(), report.problems.end());
    return problems;
}

/// The images of at most twelve cases spread over the project, from their headers alone. Files that are gone are left
/// to the preparation to tell of.
CohortImages sampleImages(const Project& project, InputFrame frame, const JobControl& control) {
    constexpr std::size_t kMost = 12;
    std::vector<Case> cases = project.cases();
    std::erase_if(cases, [](const Case& each) { return !each.included || each.channels.empty(); });
    CohortImages images;
    images.frame = frame;
    std::map<std::size_t, int> channelCounts;
    for (const Case& each : cases)
        ++channelCounts[each.channels.size()];
    const auto most = std::max_element(channelCounts.begin(), channelCounts.end(),
                                       [](const auto& a, const auto& b) { return a.second < b.second; });
    if (most != channelCounts.end())
        images.channels = static_cast<int>(most->first);
    const auto reader = dicom::makeSeriesReader();
    const std::size_t count = std::min(kMost, cases.size());
    for (std::size_t i = 0; i < count; ++i) {
        control.step(static_cast<double>(i) / static_cast<double>(count), "Comparing the model with the scans");
        const SeriesSource& source = cases[i * cases.size() / count].channels.front();
        try {
            for (const SeriesInfo& series : reader->scan(source.files, control.part(0, 0)).series)
                if (series.source.uid == source.uid
                    && (series.source.part == source.part || series.source.part.empty()))
                    images.images.push_back({source.modality, series.orientation, series.shape, series.spacing});
        } catch (const Error&) {
            continue;
        }
    }
    return images;
}

ui::ModelCheck checkModel(const fs::path& folder, const JobControl& control) {
    const Project project = Project::open(folder, Project::Access::ReadOnly);
    const auto chosen = project.model();
    if (!chosen)
        throw Error("PRJ-020", "The project has no pretrained model yet. Choose one first.");
    ui::ModelCheck check;
    check.model = readModelFolder(project.folder() / chosen->folder);
    check.model.weights.clear();
    check.fit = modelFit(check.model, sampleImages(project, chosen->frame, control));
    return check;
}

RunCosts measureRun(const fs::path& folder, const JobControl& control) {
    const Project project = Project::open(folder, Project::Access::ReadOnly);
    const PreprocessingPlan plan = preprocessingPlan(project);
    const PretrainedModel model = readModelFolder(project.folder() / project.model()->folder);
    RunCosts costs;
    const Case* sample = nullptr;
    const std::vector<Case> cases = project.cases();
    for (const Case& each : cases) {
        if (!each.included || each.label.empty())
            continue;
        ++costs.cases;
        costs.unprepared += each.cacheFile.empty() ? 1 : 0;
        sample = sample ? sample : &each;
    }
    if (!sample)
        throw Error("TRN-005", "No case has a label yet.");
    control.step(0, "Preparing case 1 of 1");
    const auto reader = dicom::makeSeriesReader();
    const auto start = std::chrono::steady_clock::now();
    const PreprocessedCase prepared = prepareCase(sample->channels, plan, *reader, control);
    costs.prepareSeconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    const auto engine = sharedEngine();
    NetworkInput input;
    input.size = prepared.image.shape;
    const std::vector<std::int64_t>& patch = model.configuration.patchSize;
    const std::vector<std::int64_t> stride = totalStride(model.architecture);
    if (patch.size() == input.size.size()) // as the run will choose it, but for the largest case
        for (std::size_t axis = 0; axis < patch.size(); ++axis)
            input.size[axis] =
                std::max(patch[axis], (input.size[axis] + stride[axis] - 1) / stride[axis] * stride[axis]);
    input.maskedChannels = model.configuration.useMaskForNorm;
    const CaseSource source{1, [&prepared](std::size_t) { return prepared; }};
    const ComputeSettings compute = pinnedCompute(recipePreset("balanced"), "cpu");
    const EncoderSource encoder{model.architecture, {}, 0, true};
    for (int pass = 0; pass < 2; ++pass) { // the first one warms up
        control.step(0.4 + 0.3 * pass, "Network: case 1 of 1");
        const auto begin = std::chrono::steady_clock::now();
        static_cast<void>(engine->encode(encoder, HeadKind::Multi, input, source, compute, control.part(0, 0)));
        costs.encoder.forward = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    }
    return costs;
}

Volume readScan(const fs::path& folder, const std::string& caseId, const JobControl& control) {
    const Project project = Project::open(folder, Project::Access::ReadOnly);
    for (const Case& c : project.cases())
        if (c.id == caseId && !c.channels.empty())
            return dicom::makeSeriesReader()->read(c.channels.front(), control);
    throw Error("PRJ-016", "The project has no images of this case any more. Import it again.", caseId);
}

Volume readPrepared(const fs::path& folder, const std::string& caseId, const JobControl& control) {
    const Project project = Project::open(folder, Project::Access::ReadOnly);
    const auto chosen = project.model();
    for (const Case& c : project.cases()) {
        if (c.id != caseId || c.cacheFile.empty() || !chosen)
            continue;
        const Plans plans = readModelFolder(project.folder() / chosen->folder).plans;
        Volume image = dicom::makeSeriesReader()->read(c.channels.at(0), control);
        const std::string letters = lettersOfFrame(chosen->frame, plans.imageReaderWriter);
        if (!letters.empty())
            image = reoriented(std::move(image), letters);
        return networkView(readCaseFile(project.folder() / c.cacheFile), 0, plans, image);
    }
    throw Error("PRJ-017", "This case is not prepared. Prepare the project's cases first.", caseId);
}

CaseExplanation explainCase(const fs::path& folder, const std::string& runId, const std::string& caseId,
                            const ExplainOptions& options, const JobControl& control) {
    const auto engine = sharedEngine();
    const auto turn = computeTurn(control);
    const auto reader = dicom::makeSeriesReader();
    return explainTested(Project::open(folder, Project::Access::ReadOnly), runId, caseId, options, *reader, *engine,
                         control);
}

/// The cases that were found for a classifier, by name. Shared by jobs on several threads.
class FoundCases {
public:
    void add(const std::vector<PredictInput>& inputs) {
        const std::lock_guard lock(m_mutex);
        for (const PredictInput& input : inputs)
            m_inputs[input.name] = input;
    }
    [[nodiscard]] PredictInput at(const std::string& name) const {
        const std::lock_guard lock(m_mutex);
        const auto found = m_inputs.find(name);
        if (found == m_inputs.end())
            throw Error("PRJ-016", "There is no such scan any more. Drop it again.", name);
        return found->second;
    }

private:
    mutable std::mutex m_mutex;
    std::map<std::string, PredictInput> m_inputs;
};

ui::OpenClassifier openClassifier(const fs::path& file, const std::string& device, const JobControl& control) {
    control.poll();
    const auto classifier = std::make_shared<const Classifier>(file);
    const auto found = std::make_shared<FoundCases>();
    ui::OpenClassifier open;
    open.info = classifier->info();
    open.readScan = [found](const std::string& input, const JobControl& job) {
        return dicom::makeSeriesReader()->read(found->at(input).channels.at(0), job);
    };
    open.explain = [classifier, found, device](const std::string& input, ExplainOptions options,
                                               const JobControl& job) {
        options.device = device;
        const auto engine = sharedEngine();
        const auto turn = computeTurn(job);
        const auto reader = dicom::makeSeriesReader();
        return classifier->explain(found->at(input), options, *reader, *engine, job);
    };
    open.classify = [classifier, found, device](const std::vector<fs::path>& paths,
                                                const std::function<void(const CasePrediction&)>& onCase,
                                                const JobControl& job) {
        const auto reader = dicom::makeSeriesReader();
        std::vector<Problem> refused;
        std::vector<fs::path> there;
        for (const fs::path& path : paths) {
            std::error_code ignored;
            if (fs::exists(path, ignored))
                there.push_back(path);
            else
                refused.push_back({"DCM-050", Severity::Blocker,
                                   "It does not exist. Check the path, or connect the drive it is on.", path.string()});
        }
        const auto inputs = findInputs(there, *reader, refused, job.part(0, 0.1));
        found->add(inputs);
        PredictReport report;
        const auto turn = computeTurn(job);
        if (!inputs.empty())
            report = classifier->predict(inputs, *reader, *sharedEngine(), device, job.part(0.1, 1), onCase);
        report.refused.insert(report.refused.begin(), refused.begin(), refused.end());
        return report;
    };
    return open;
}

} // namespace

ui::Services makeServices(const std::string& device) {
    ui::Services services;
    services.openProject = readProject;
    services.prepare = prepareProject;
    services.train = [device](const ui::TrainRequest& request, const RunListener& listener, const JobControl& control) {
        return trainProject(request, device, listener, control);
    };
    services.readRun = [](const fs::path& folder, const std::string& runId, const JobControl& control) {
        control.poll();
        return readRun(Project::open(folder, Project::Access::ReadOnly), runId);
    };
    services.readEvents = [](const fs::path& folder, const std::string& runId, const JobControl& control) {
        control.poll();
        return readRunEvents(Project::open(folder, Project::Access::ReadOnly).runFolder(runId));
    };
    services.readGroupings = [](const fs::path& folder, const std::string& runId, const JobControl& control) {
        control.poll();
        return caseGroupings(readJob(Project::open(folder, Project::Access::ReadOnly), runId));
    };
    services.compareRuns = [](const fs::path& folder, const std::string& a, const std::string& b,
                              const JobControl& control) {
        control.poll();
        return compareRuns(Project::open(folder, Project::Access::ReadOnly), a, b);
    };
    services.readDossier = [](const fs::path& folder, const std::string& runId, const JobControl& control) {
        control.poll();
        return readDossier(Project::open(folder, Project::Access::ReadOnly), runId);
    };
    services.discardRun = discardRun;
    services.recipe = recipePreset;
    services.makeSample = [](const fs::path& folder, const JobControl& control) {
        const DemoProject demo = makeDemoProject(folder, control);
        return ui::SampleProject{demo.project.folder(), demo.unseen, demo.recipe};
    };
    const auto archives = std::make_shared<UnpackedArchives>();
    services.scan =
        [archives](const std::vector<fs::path>& paths, const std::function<void(std::vector<SeriesInfo>)>& onSeries,
                   const JobControl& control) { return scanForProject(*archives, paths, onSeries, control); };
    services.createProject = [archives](const fs::path& folder, const std::vector<SeriesInfo>& series,
                                        const JobControl& control) {
        return createProject(*archives, folder, series, control);
    };
    services.labelFromFolders = [](const fs::path& folder, int level, const JobControl& control) {
        control.poll();
        Project project = Project::open(folder);
        return labelFromFolderNames(project, level).problems;
    };
    services.labelFromTable = [](const fs::path& folder, const fs::path& table, const std::string& keyColumn,
                                 const std::string& labelColumn, const JobControl& control) {
        control.poll();
        Project project = Project::open(folder);
        return labelFromTable(project, table, keyColumn, labelColumn, {}).problems;
    };
    services.previewTable = [](const fs::path& folder, const fs::path& table, const JobControl& control) {
        control.poll();
        return previewTable(Project::open(folder, Project::Access::ReadOnly), table);
    };
    services.editCohort = [](const fs::path& folder, const CohortEdit& edit, const JobControl&) {
        Project project = Project::open(folder); // a few milliseconds; not to be stopped half way
        applyEdit(project, edit);
    };
    services.chooseModel = chooseProjectModel;
    services.checkModel = checkModel;
    services.measure = measureRun;
    services.readScan = readScan;
    services.readPrepared = readPrepared;
    services.explainCase = [device](const fs::path& folder, const std::string& runId, const std::string& caseId,
                                    ExplainOptions options, const JobControl& control) {
        options.device = device;
        return explainCase(folder, runId, caseId, options, control);
    };
    services.openClassifier = [device](const fs::path& file, const JobControl& control) {
        return openClassifier(file, device, control);
    };
    services.saveClassifier = [](const fs::path& folder, const std::string& runId, const fs::path& file,
                                 const JobControl& control) {
        control.poll();
        exportClassifier(Project::open(folder, Project::Access::ReadOnly), runId, file);
    };
    services.torchVersion = builtInTorchVersion();
    services.checkDevice = checkDevice;
    services.unpackTorch = unpackTorch;
    return services;
}

} // namespace nidus
