// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/project_services.h"

#include "core/base/parallel.h"
#include "core/imaging/case_file.h"
#include "core/imaging/frame_letters.h"
#include "core/model/choose_model.h"
#include "core/model/pretrained_model.h"
#include "core/nnunet/source_grid.h"
#include "core/project/import.h"
#include "core/project/project.h"
#include "core/training/case_groupings.h"
#include "core/training/job.h"
#include "core/training/patient_groupings.h"
#include "core/training/queued_runs.h"
#include "dicom/readers.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <ctime>
#include <iterator>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace nidus {
namespace {

namespace fs = std::filesystem;

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

/// What was unpacked from archives moves into the project.
std::vector<Problem> importInto(Project& project, UnpackedArchives& archives, std::vector<SeriesInfo> series) {
    archives.moveFiles(series, project.folder() / "images");
    archives.clear();
    return importSeries(project, series).problems;
}

} // namespace

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
    snapshot.queue = readQueuedRuns(snapshot.folder);
    control.poll();
    snapshot.model = describeModel(project);
    return snapshot;
}

ui::ProjectGlance glanceAt(const fs::path& folder, const JobControl& control) {
    control.poll();
    const Project project = Project::open(folder, Project::Access::ReadOnly);
    const std::vector<Case> cases = project.cases();
    ui::ProjectGlance glance;
    glance.id = project.id();
    glance.cases = static_cast<int>(cases.size());
    for (const std::string& name : project.classes())
        glance.classes.emplace_back(
            name, static_cast<int>(std::ranges::count_if(cases, [&](const Case& c) { return c.label == name; })));
    const auto first = std::ranges::find_if(cases, [](const Case& c) { return !c.cacheFile.empty(); });
    if (first == cases.end())
        return glance;
    try {
        glance.picture = readMiddleSlice(project.folder() / first->cacheFile);
    } catch (const Error&) { // the cache was cleared: there is no picture, and nothing else is wrong
        glance.picture = {};
    }
    return glance;
}

PrepareReport prepareProject(const fs::path& folder, const JobControl& control) {
    Project project = Project::open(folder);
    const PreprocessingPlan plan = preprocessingPlan(project);
    return prepareCases(project, plan, *dicom::makeSeriesReader(), control);
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
    return importInto(project, archives, std::move(series));
}

std::vector<Problem> addScans(UnpackedArchives& archives, const fs::path& folder, std::vector<SeriesInfo> series,
                              const JobControl& control) {
    control.poll();
    Project project = Project::open(folder);
    return importInto(project, archives, std::move(series));
}

Volume readSeries(const SeriesSource& series, const JobControl& control) {
    return dicom::makeSeriesReader()->read(series, control);
}

Volume readMiddleSliceOf(const SeriesSource& series, const fs::path& prepared, const JobControl& control) {
    try {
        return dicom::makeSeriesReader()->readMiddleSlice(series, control);
    } catch (const Error&) {
        if (prepared.empty())
            throw;
        return readMiddleSlice(prepared);
    }
}

std::vector<Problem> labelProjectFromTag(const fs::path& folder, const std::string& tag, const JobControl& control) {
    Project project = Project::open(folder);
    return labelFromTag(project, tag, *dicom::makeSeriesReader(), control).problems;
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

std::vector<CaseGrouping> readGroupings(const fs::path& folder, const std::string& runId, const JobControl& control) {
    control.poll();
    const Project project = Project::open(folder, Project::Access::ReadOnly);
    const TrainingJob job = readJob(project, runId);
    std::vector<CaseGrouping> groupings = caseGroupings(job);
    const auto reader = dicom::makeSeriesReader();
    const auto texts = [&reader](const SeriesSource& image, const std::vector<std::string>& elements) {
        return reader->headerTexts(image, elements);
    };
    std::ranges::move(patientGroupings(job, project.cases(), texts, control), std::back_inserter(groupings));
    return groupings;
}

ui::ModelCheck checkModel(const fs::path& folder, const JobControl& control) {
    const Project project = Project::open(folder, Project::Access::ReadOnly);
    const ChosenModel chosen = project.requiredModel();
    ui::ModelCheck check;
    check.model = readModelFolder(project.folder() / chosen.folder);
    check.model.weights.clear();
    check.fit = modelFit(check.model, sampleImages(project, chosen.frame, control));
    return check;
}

ui::ChannelImage readScan(const fs::path& folder, const std::string& caseId, int channel, const JobControl& control) {
    const Project project = Project::open(folder, Project::Access::ReadOnly);
    for (const Case& c : project.cases())
        if (c.id == caseId && !c.channels.empty()) {
            const int channels = static_cast<int>(c.channels.size());
            channel = std::clamp(channel, 0, channels - 1);
            return {dicom::makeSeriesReader()->read(c.channels[static_cast<std::size_t>(channel)], control), channel,
                    channels};
        }
    throw Error("PRJ-016", "The project has no images of this case any more. Import it again.", caseId);
}

ui::ChannelImage readPrepared(const fs::path& folder, const std::string& caseId, int channel,
                              const JobControl& control) {
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
        const PreprocessedCase prepared = readCaseFile(project.folder() / c.cacheFile);
        const int channels = static_cast<int>(prepared.image.channels);
        channel = std::clamp(channel, 0, channels - 1);
        return {networkView(prepared, channel, plans, image), channel, channels};
    }
    throw Error("PRJ-017", "This case is not prepared. Prepare the project's cases first.", caseId);
}

} // namespace nidus
