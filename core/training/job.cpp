// SPDX-License-Identifier: Apache-2.0
#include "core/training/job.h"

#include "core/base/files.h"
#include "core/base/parallel.h"
#include "core/imaging/case_file.h"
#include "core/imaging/pad.h"
#include "core/statistics/split.h"

#include <algorithm>
#include <cctype>
#include <chrono>
#include <ctime>
#include <fstream>
#include <map>
#include <numeric>
#include <set>
#include <utility>

namespace nidus {
namespace {

namespace fs = std::filesystem;

std::int64_t product(const std::array<std::int64_t, 3>& size) {
    return size[0] * size[1] * size[2];
}

std::array<std::int64_t, 3> threeAxes(const std::vector<std::int64_t>& axes) {
    std::array<std::int64_t, 3> all{1, 1, 1};
    std::copy_backward(axes.begin(), axes.end(), all.end());
    return all;
}

/// Whether this processor has instructions for it.
bool cpuComputesIn(Precision precision) {
    if (precision == Precision::Float32)
        return true;
    const std::string suffix = precision == Precision::Float16 ? "fp16" : "bf16";
    std::ifstream info("/proc/cpuinfo");
    for (std::string line; std::getline(info, line);)
        if (line.starts_with("flags"))
            return line.find("avx512_" + suffix) != std::string::npos
                   || line.find("amx_" + suffix) != std::string::npos;
    return false;
}

/// The cases that can take part; the reason of each other one goes to `problems`.
std::vector<Case> usableCases(const Project& project, const std::vector<Case>& cases, std::vector<Problem>& problems) {
    std::vector<Case> usable;
    for (const Case& c : cases) {
        if (!c.included)
            continue;
        if (c.label.empty())
            problems.push_back({"TRN-020", Severity::Warning, "Case " + c.id + " has no label and is left out.", c.id});
        else if (c.cacheFile.empty() || !fs::exists(project.folder() / c.cacheFile))
            problems.push_back({"TRN-021", Severity::Warning,
                                "Case " + c.id + " is not prepared and is left out. Prepare it again to see why.",
                                c.id});
        else
            usable.push_back(c);
    }
    return usable;
}

std::vector<JobCase> withLabels(const std::vector<Case>& cases, const std::vector<std::string>& classes) {
    std::vector<JobCase> jobCases;
    for (const Case& c : cases) {
        const auto found = std::ranges::find(classes, c.label);
        if (found == classes.end())
            throw Error("TRN-005",
                        "Case " + c.id + " has the label \"" + c.label + "\", which is no class of the project.", c.id);
        JobCase jobCase;
        jobCase.id = c.id;
        jobCase.patient = c.patient.empty() ? c.id : c.patient;
        jobCase.label = static_cast<int>(found - classes.begin());
        jobCase.cacheFile = c.cacheFile;
        jobCase.volumeMm3 = c.volumeMm3;
        jobCase.meanIntensity = c.meanIntensity;
        for (const SeriesSource& source : c.channels) {
            jobCase.modalities.push_back(source.modality);
            jobCase.scanners.push_back(source.scanner);
        }
        jobCases.push_back(std::move(jobCase));
    }
    return jobCases;
}

void useGivenFolds(TrainingJob& job, const std::vector<Case>& cases) {
    if (job.recipe.holdout > 0)
        job.problems.push_back({"TRN-027",
                                Severity::Warning,
                                "The project gives every case a fold, and these folds are used, not the hold-out that "
                                "the recipe asks for.",
                                {}});
    std::vector<JobCase>& jobCases = job.cases;
    for (std::size_t i = 0; i < cases.size(); ++i)
        jobCases[i].fold = *cases[i].fold;
    const std::vector<std::string> groups = caseGroups(jobCases);
    std::map<std::string, const JobCase*> firstOfGroup;
    for (std::size_t i = 0; i < jobCases.size(); ++i) {
        const JobCase& c = jobCases[i];
        const JobCase& first = *firstOfGroup.try_emplace(groups[i], &c).first->second;
        if (first.fold == c.fold)
            continue;
        const std::string what = first.patient == c.patient ? "Patient " + c.patient + " is" : "The same image is";
        throw Error("TRN-012",
                    what + " in fold " + std::to_string(*first.fold) + " (case " + first.id + ") and in fold "
                        + std::to_string(*c.fold) + " (case " + c.id
                        + "). Cases of one patient, and copies of one image, must be in one fold, else the result "
                          "would be too good.",
                    c.id);
    }
}

/// Folds, or one hold-out.
void drawSplit(TrainingJob& job, const std::vector<Case>& cases) {
    const auto without = std::ranges::find_if(cases, [](const Case& c) { return !c.fold; });
    if (std::ranges::any_of(cases, [](const Case& c) { return c.fold.has_value(); }))
        job.problems.push_back({"TRN-023", Severity::Warning,
                                "Case " + without->id
                                    + " has no fold, so the given folds are not used; Nidus divides the "
                                      "cases itself.",
                                without->id});
    const Recipe& recipe = job.recipe;
    const bool isHoldOut = recipe.holdout > 0;
    const int parts = isHoldOut ? 2 : recipe.folds;
    const std::vector<std::string> groups = caseGroups(job.cases);
    std::vector<int> labels;
    std::set<std::string> seen;
    std::vector<int> groupsOfClass(job.classes.size());
    for (std::size_t i = 0; i < job.cases.size(); ++i) {
        labels.push_back(job.cases[i].label);
        // As stratifiedGroupFolds() counts: a group belongs to the class of its first case.
        groupsOfClass[static_cast<std::size_t>(labels.back())] += seen.insert(groups[i]).second ? 1 : 0;
    }
    for (std::size_t k = 0; k < job.classes.size(); ++k)
        if (groupsOfClass[k] < parts)
            throw Error("TRN-005", "Class \"" + job.classes[k] + "\" has " + std::to_string(groupsOfClass[k])
                                       + " patients, too few for "
                                       + (isHoldOut ? "a hold-out. Label more cases."
                                                    : std::to_string(parts)
                                                          + " folds. Label more cases, or choose fewer folds in the "
                                                            "recipe."));
    const auto classes = static_cast<int>(job.classes.size());
    if (isHoldOut) {
        const auto isHeldOut = stratifiedGroupHoldOut(labels, groups, classes, recipe.holdout, recipe.seed, 0);
        for (std::size_t i = 0; i < job.cases.size(); ++i)
            job.cases[i].fold = isHeldOut[i] ? std::optional(0) : std::nullopt;
    } else {
        const auto folds = stratifiedGroupFolds(labels, groups, classes, parts, recipe.seed, 0);
        for (std::size_t i = 0; i < job.cases.size(); ++i)
            job.cases[i].fold = folds[i];
    }
}

/// Each training part must be divisible into the inner folds, by patient and with every class in each.
void checkEnoughCases(const TrainingJob& job) {
    const auto folds = job.folds();
    if (job.trainingCases(folds.front()).empty())
        throw Error("TRN-005", "All cases are in one fold, so that none would be left to train or to test on.");
    for (const int fold : folds)
        for (std::size_t k = 0; k < job.classes.size(); ++k) {
            std::set<std::string> patients;
            for (const std::size_t i : job.trainingCases(fold))
                if (job.cases[i].label == static_cast<int>(k))
                    patients.insert(job.cases[i].patient);
            if (static_cast<int>(patients.size()) >= job.recipe.innerFolds)
                continue;
            throw Error("TRN-005", "Class \"" + job.classes[k] + "\" has " + std::to_string(patients.size())
                                       + " patients outside fold " + std::to_string(fold) + ", but at least "
                                       + std::to_string(job.recipe.innerFolds)
                                       + " are needed for the choices inside the training cases. Label more cases, or "
                                         "choose fewer folds.");
        }
}

void readImage(JobCase& c, const fs::path& file) {
    c.sha256 = sha256File(file);
    markUsed(file);
    const PreprocessedCase prepared = readCaseFile(file);
    c.shape = prepared.image.shape;
    c.shapeStored = prepared.shapeBeforeCropping;
    c.shapeCropped = prepared.shapeAfterCropping;
    c.spacing = prepared.spacingBeforeResampling;
    c.traits = imageTraits(prepared);
}

/// Cases whose prepared image is damaged are left out, of `cases` too; the file goes, so that it is made anew.
void readImages(TrainingJob& job, std::vector<Case>& cases, const Project& project, const JobControl& control) {
    std::vector<std::string> damage(job.cases.size());
    parallelFor(job.cases.size(), threadBudget(), [&](std::size_t i) {
        control.poll();
        const fs::path file = project.folder() / job.cases[i].cacheFile;
        try {
            readImage(job.cases[i], file);
        } catch (const Error& error) {
            damage[i] = std::string(error.what()) + " (" + error.code() + ")";
            std::error_code ignored;
            fs::remove(file, ignored);
        }
    });
    for (std::size_t i = job.cases.size(); i-- > 0;) {
        if (damage[i].empty())
            continue;
        job.problems.push_back({"TRN-028", Severity::Warning,
                                "The prepared image of case " + cases[i].id
                                    + " cannot be read and is left out; the next preparation makes it anew. "
                                    + damage[i],
                                cases[i].id});
        job.cases.erase(job.cases.begin() + static_cast<std::ptrdiff_t>(i));
        cases.erase(cases.begin() + static_cast<std::ptrdiff_t>(i));
    }
    std::map<std::string, const JobCase*> seen;
    for (const JobCase& c : job.cases) {
        const auto [other, isNew] = seen.try_emplace(c.sha256, &c);
        if (!isNew)
            job.problems.push_back({"TRN-022", Severity::Warning,
                                    "Cases " + other->second->id + " and " + c.id
                                        + " hold the same image. They stay in one fold; exclude one of them.",
                                    c.id});
    }
}

bool namesASide(const std::string& className) {
    std::string lower = className;
    std::ranges::transform(lower, lower.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    for (const char* word : {"left", "right", "\u5de6", "\u53f3"})
        if (lower.find(word) != std::string::npos)
            return true;
    return false;
}

void warnOfMirroring(TrainingJob& job) {
    const AugmentationRecipe& augmentation = job.recipe.augmentation;
    if (!augmentation.enabled || augmentation.mirrorAxes.empty() || job.recipe.phases.empty())
        return;
    const bool isLateral = std::ranges::any_of(job.classes, namesASide);
    job.problems.push_back({"TRN-026",
                            Severity::Warning,
                            std::string("The recipe mirrors images")
                                + (isLateral ? ", but the names of the classes speak of sides" : "")
                                + ". Where classes differ by the side of the body, mirroring makes them the same; take "
                                  "the axes out of \"augmentation.mirror_axes\" unless sides mean nothing here.",
                            {}});
}

void checkMirroring(const Recipe& recipe, const PretrainedModel& model) {
    for (const int axis : recipe.augmentation.mirrorAxes) {
        const bool isAllowed =
            model.mirroringAxes && std::ranges::find(*model.mirroringAxes, axis) != model.mirroringAxes->end();
        if (!isAllowed)
            throw Error("TRN-017",
                        "The recipe mirrors axis " + std::to_string(axis)
                            + ", but the pretrained model was not trained with mirroring along it. Take the axis "
                              "out of \"augmentation.mirror_axes\".");
    }
}

void describeModel(TrainingJob& job, const Project& project, const ChosenModel& chosen) {
    const fs::path folder = project.folder() / chosen.folder;
    const PretrainedModel model = readModelFolder(folder);
    checkMirroring(job.recipe, model);
    warnOfMirroring(job);
    job.modelFolder = chosen.folder;
    job.frame = chosen.frame;
    job.modelSha256 = sha256File(folder / "encoder.safetensors");
    job.patch = threeAxes(model.configuration.patchSize);
    job.stride = threeAxes(totalStride(model.architecture));
    job.maskedChannels = model.configuration.useMaskForNorm;
}

std::vector<std::size_t> indicesWhere(const std::vector<JobCase>& cases, auto&& predicate) {
    std::vector<std::size_t> indices;
    for (std::size_t i = 0; i < cases.size(); ++i)
        if (predicate(cases[i]))
            indices.push_back(i);
    return indices;
}

} // namespace

std::vector<int> TrainingJob::folds() const {
    std::set<int> folds;
    for (const JobCase& c : cases)
        if (c.fold)
            folds.insert(*c.fold);
    return {folds.begin(), folds.end()};
}

std::vector<std::size_t> TrainingJob::trainingCases(int fold) const {
    return indicesWhere(cases, [fold](const JobCase& c) { return c.fold != fold; });
}

std::vector<std::size_t> TrainingJob::testCases(int fold) const {
    return indicesWhere(cases, [fold](const JobCase& c) { return c.fold == fold; });
}

std::vector<std::size_t> TrainingJob::everTrained() const {
    const std::vector<int> all = folds();
    return indicesWhere(cases, [&all](const JobCase& c) { return all.size() > 1 || !c.fold; });
}

std::vector<std::string> caseGroups(const std::vector<JobCase>& cases) {
    std::vector<std::size_t> group(cases.size());
    std::iota(group.begin(), group.end(), std::size_t{0});
    std::map<std::string, std::size_t> first;
    for (std::size_t i = 0; i < cases.size(); ++i)
        for (const std::string& key : {"patient " + cases[i].patient, "image " + cases[i].sha256}) {
            const std::size_t other = group[first.try_emplace(key, i).first->second];
            std::ranges::replace(group, std::max(group[i], other), std::min(group[i], other));
        }
    std::vector<std::string> names;
    for (const std::size_t i : group)
        names.push_back(cases[i].patient);
    return names;
}

NetworkInput networkInput(const TrainingJob& job, int fold) {
    std::array<std::int64_t, 3> patch{}, largest{};
    for (std::size_t axis = 0; axis < 3; ++axis) {
        patch[axis] = paddedSize(job.patch[axis], job.patch[axis], job.stride[axis]);
        largest[axis] = patch[axis];
    }
    const bool isVolume = job.patch[0] > 1;
    for (const std::size_t i : job.trainingCases(fold))
        for (std::size_t axis = isVolume ? 0 : 1; axis < 3; ++axis)
            largest[axis] =
                std::max(largest[axis], paddedSize(job.cases[i].shape[axis], job.patch[axis], job.stride[axis]));
    return {product(largest) <= 2 * product(patch) ? largest : patch, job.maskedChannels};
}

EncoderSource pretrainedEncoder(const Project& project, const TrainingJob& job, const PretrainedModel& model) {
    EncoderSource encoder{model.architecture, {}, job.recipe.seed};
    encoder.random = !job.recipe.pretrained;
    if (job.recipe.pretrained)
        encoder.weights.push_back(project.folder() / job.modelFolder / "encoder.safetensors");
    return encoder;
}

TrainingJob frozenJob(const Project& project, const std::vector<Case>& all, const ChosenModel& model,
                      const Recipe& recipe, const std::string& device, const std::string& libraryVersion,
                      const JobControl& control) {
    TrainingJob job;
    job.created = utcNow();
    job.recipe = recipe;
    job.classes = project.classes();
    job.compute = pinnedCompute(recipe, device);
    job.libraryVersion = libraryVersion;
    std::vector<Case> cases = usableCases(project, all, job.problems);
    if (cases.empty() || job.classes.size() < 2)
        throw Error("TRN-005", cases.empty()
                                   ? "No case of the project is both labelled and prepared, so there is nothing "
                                     "to train on."
                                   : "There is only one class; a classifier needs at least two.");
    if (job.classes.size() == 2)
        job.positive = project.positiveClass() == job.classes.front() ? 0 : 1;
    job.cases = withLabels(cases, job.classes);
    describeModel(job, project, model);
    readImages(job, cases, project, control);
    if (std::ranges::all_of(cases, [](const Case& c) { return c.fold.has_value(); }))
        useGivenFolds(job, cases);
    else
        drawSplit(job, cases);
    checkEnoughCases(job);
    return job;
}

TrainingJob createJob(const Project& project, const Recipe& recipe, const std::string& runId, const std::string& device,
                      const std::string& libraryVersion, const JobControl& control) {
    TrainingJob job =
        frozenJob(project, project.cases(), project.requiredModel(), recipe, device, libraryVersion, control);
    job.runId = runId;
    const fs::path folder = project.runFolder(runId);
    fs::create_directories(folder);
    writeFileAtomically(folder / "job.json", toJson(job) + "\n");
    return job;
}

TrainingJob readJob(const Project& project, const std::string& runId) {
    const fs::path file = project.runFolder(runId) / "job.json";
    if (runId.empty() || !fs::exists(file))
        throw Error("TRN-013", "The project has no run \"" + runId + "\" (" + file.string() + " does not exist).");
    return jobFromJson(readTextFile(file, std::uintmax_t{1} << 30U));
}

void checkJobUnchanged(const Project& project, const TrainingJob& job, const JobControl& control) {
    const fs::path weights = project.folder() / job.modelFolder / "encoder.safetensors";
    if (!fs::exists(weights) || sha256File(weights) != job.modelSha256)
        throw Error("TRN-007", "The pretrained model of run " + job.runId
                                   + " has changed or is gone, so the run cannot go on. Start a new run.");
    parallelFor(job.cases.size(), threadBudget(), [&](std::size_t i) {
        control.poll();
        const JobCase& c = job.cases[i];
        const fs::path file = project.folder() / c.cacheFile;
        if (!fs::exists(file) || sha256File(file) != c.sha256)
            throw Error("TRN-007",
                        "The prepared image of case " + c.id + " has changed or is gone since run " + job.runId
                            + " began, so the run cannot go on. Start a new run.",
                        c.id);
    });
}

ComputeSettings pinnedCompute(const Recipe& recipe, const std::string& device) {
    ComputeSettings compute{device, threadBudget(), recipe.precision};
    if (device == "cpu" && !cpuComputesIn(recipe.precision))
        compute.precision = Precision::Float32;
    return compute;
}

std::string utcNow() {
    const std::time_t now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
    std::tm fields{};
    gmtime_r(&now, &fields);
    std::array<char, 32> text{};
    const std::size_t length = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &fields);
    return {text.data(), length};
}

} // namespace nidus
