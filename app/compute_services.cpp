// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/compute_services.h"

#include "core/imaging/case_file.h"
#include "core/imaging/pad.h"
#include "core/inference/classifier.h"
#include "core/inference/explain_tested.h"
#include "core/model/case_windows.h"
#include "core/model/choose_model.h"
#include "core/model/engine.h"
#include "core/model/pretrained_model.h"
#include "core/project/prepare.h"
#include "core/project/project.h"
#include "core/training/job.h"
#include "dicom/readers.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <memory>
#include <mutex>
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

/// One job computes at a time: two would take each other's cores and memory. Waits for its turn, in which it can be
/// stopped.
std::unique_lock<std::timed_mutex> computeTurn(const JobControl& control) {
    static std::timed_mutex lane;
    std::unique_lock turn(lane, std::defer_lock);
    while (!turn.try_lock_for(std::chrono::milliseconds(50)))
        control.step(0, "Waiting for another computation to end");
    return turn;
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

/// Throws Error TRN-005 where there is none.
const Case& firstUsable(const std::vector<Case>& cases) {
    const auto found = std::ranges::find_if(cases, canTrain);
    if (found == cases.end())
        throw Error("TRN-005", "No case has a label yet.");
    return *found;
}

/// As a run will choose it, but for the largest of its cases.
NetworkInput inputFor(const PreprocessedCase& prepared, const PretrainedModel& model) {
    NetworkInput input;
    input.size = prepared.image.shape;
    const std::vector<std::int64_t>& patch = model.configuration.patchSize;
    const std::vector<std::int64_t> stride = totalStride(model.architecture);
    if (patch.size() == input.size.size())
        for (std::size_t axis = 0; axis < patch.size(); ++axis)
            input.size[axis] = paddedSize(input.size[axis], patch[axis], stride[axis]);
    input.maskedChannels = model.configuration.useMaskForNorm;
    return input;
}

} // namespace

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

RunCosts measureRun(const fs::path& folder, const std::string& device, const JobControl& control) {
    const Project project = Project::open(folder, Project::Access::ReadOnly);
    const PretrainedModel model = readModelFolder(project.folder() / project.requiredModel().folder);
    const std::vector<Case> cases = project.cases();
    const Case& item = firstUsable(cases);
    RunCosts costs;
    for (const Case& each : cases)
        if (canTrain(each)) {
            ++costs.cases;
            costs.unprepared += each.cacheFile.empty() ? 1 : 0;
        }
    control.step(0, "Preparing case 1 of 1");
    const auto reader = dicom::makeSeriesReader();
    const auto start = std::chrono::steady_clock::now();
    const PreprocessedCase prepared = prepareCase(item.channels, preprocessingPlan(project), *reader, control);
    costs.prepareSeconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    const auto engine = sharedEngine();
    const auto turn = computeTurn(control);
    const NetworkInput input = inputFor(prepared, model);
    costs.architecture = model.architecture;
    costs.inputSize = input.size;
    const CaseWindow whole = paddedCase(prepared, input, model.architecture.dimension);
    costs.windows = static_cast<int>(
        windowPlaces(whole.image.shape, windowShape(whole, input, model.architecture.dimension)).size());
    const CaseSource source{1, [&prepared](std::size_t) { return prepared; }};
    const ComputeSettings compute = pinnedCompute(recipePreset("balanced"), device);
    const EncoderSource encoder{model.architecture, {}, 0, true};
    for (int pass = 0; pass < 2; ++pass) { // the first one warms up
        control.step(0.4 + 0.3 * pass, "Network: case 1 of 1");
        const auto begin = std::chrono::steady_clock::now();
        static_cast<void>(engine->encode(encoder, HeadKind::Multi, input, source, compute, control.part(0, 0)));
        costs.forwardSeconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    }
    return costs;
}

SampleCase prepareSample(const fs::path& folder, const JobControl& control) {
    const Project project = Project::open(folder, Project::Access::ReadOnly);
    const PretrainedModel model = readModelFolder(project.folder() / project.requiredModel().folder);
    const std::vector<Case> cases = project.cases();
    const Case& item = firstUsable(cases);
    SampleCase sample;
    sample.id = item.id;
    sample.architecture = model.architecture;
    control.step(0, "Preparing case 1 of 1");
    const auto reader = dicom::makeSeriesReader();
    sample.prepared = item.cacheFile.empty() ? prepareCase(item.channels, preprocessingPlan(project), *reader, control)
                                             : readCaseFile(project.folder() / item.cacheFile);
    sample.input = inputFor(sample.prepared, model);
    return sample;
}

CaseExplanation explainCase(const fs::path& folder, const std::string& runId, const std::string& caseId,
                            const ExplainOptions& options, const JobControl& control) {
    const auto engine = sharedEngine();
    const auto turn = computeTurn(control);
    const auto reader = dicom::makeSeriesReader();
    return explainTested(Project::open(folder, Project::Access::ReadOnly), runId, caseId, options, *reader, *engine,
                         control);
}

ui::OpenClassifier openClassifier(const fs::path& file, const std::string& device, const JobControl& control) {
    control.poll();
    const auto classifier = std::make_shared<const Classifier>(file);
    const auto found = std::make_shared<FoundCases>();
    ui::OpenClassifier open;
    open.info = classifier->info();
    open.readScan = [found](const std::string& input, const JobControl& job) {
        return dicom::makeSeriesReader()->read(found->at(input).channels.at(0), job);
    };
    open.readMiddleSlice = [found](const std::string& input, const JobControl& job) {
        return dicom::makeSeriesReader()->readMiddleSlice(found->at(input).channels.at(0), job);
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

} // namespace nidus
