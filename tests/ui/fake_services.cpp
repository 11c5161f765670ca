// SPDX-License-Identifier: Apache-2.0
#include "tests/ui/fake_services.h"

#include "core/base/csv.h"
#include "ui/data/cohort_model.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <thread>

namespace nidus::test {
namespace {

std::string numbered(const char* prefix, int number) {
    char text[32];
    std::snprintf(text, sizeof text, "%s%04d", prefix, number);
    return text;
}

Volume fakeScan() {
    Volume volume;
    volume.shape = {20, 40, 30};
    volume.spacing = {2, 1, 1};
    for (int z = 0; z < 20; ++z)
        for (int y = 0; y < 40; ++y)
            for (int x = 0; x < 30; ++x)
                volume.voxels.push_back(static_cast<float>(std::hypot(2 * (z - 10), y - 20, x - 15) < 12 ? 100 : x));
    return volume;
}

/// The one in its middle.
Volume fakeSlice() {
    Volume slice = fakeScan();
    slice.voxels.erase(slice.voxels.begin(), slice.voxels.begin() + 10 * 40 * 30);
    slice.shape.z = 1;
    slice.voxels.resize(slice.shape.voxels());
    return slice;
}

EncoderArchitecture fakeArchitecture() {
    EncoderArchitecture architecture;
    architecture.featuresPerStage = {32, 64};
    architecture.kernelSizes = {{3, 3, 3}, {3, 3, 3}};
    architecture.strides = {{1, 1, 1}, {2, 2, 2}};
    architecture.convsOrBlocksPerStage = {2, 2};
    return architecture;
}

} // namespace

Case fakeCase(int index, bool isPrepared) {
    Case item;
    item.id = numbered("case-", index + 1);
    item.patient = numbered("P", index + 1);
    item.label = index % 2 == 0 ? "benign" : "malignant";
    item.fold = index / 2 % 2;
    if (isPrepared)
        item.cacheFile = "cache/" + item.id + ".safetensors";
    if (index % 8 == 3) {
        item.problems.push_back(
            {"DCM-014", Severity::Warning, "The slices are 5 mm apart, five times the size of a pixel.", item.id});
    }
    return item;
}

SeriesInfo fakeSeries(int index) {
    SeriesInfo series;
    series.source.uid = numbered("1.2.", index);
    series.source.files = {std::string(index % 2 == 0 ? "/scans/benign/" : "/scans/malignant/") + numbered("c", index)
                           + "/0.dcm"};
    series.source.modality = index % 100 == 99 ? "MR" : "CT";
    series.source.scanner = {"Phantom", index % 3 == 0 ? "A" : "B", 0};
    series.patientKey = numbered("ID", index < 6 ? index : index / 3);
    series.studyDate = "20260103";
    series.seriesNumber = std::to_string(index + 1);
    series.description = index % 4 == 3 ? "thorax lung" : "thorax";
    series.shape = {40 + index % 7, 128, 128};
    series.spacing = {index % 5 == 4 ? 5.0 : 1.5, 0.7, 0.7};
    if (index % 50 == 4)
        series.problems = {{"DCM-020", Severity::Warning, "Burned-in annotations are declared.", {}}};
    if (index % 50 == 5)
        series.problems = {{"DCM-017", Severity::Blocker, "The slices have no position.", {}}};
    if (index % 50 == 6)
        series.problems = {{"DCM-011", Severity::Blocker, "A slice is missing between 12 and 14.", {}}};
    if (index % 50 == 7)
        series.problems = {{"DCM-014", Severity::Info, "Localizer: not offered as a case.", {}}};
    series.included = index % 50 < 5 || index % 50 > 7;
    return series;
}

ui::ProjectSnapshot FakeEngine::snapshot() const {
    ui::ProjectSnapshot project;
    project.folder = folder;
    for (int i = 0; i < cases; ++i)
        project.cases.push_back(fakeCase(i, isPrepared));
    for (int i = cases; i < cases + added; ++i) {
        project.cases.push_back(fakeCase(i, false));
        project.cases.back().label.clear();
    }
    if (isInTheMaking) {
        project.cases.resize(5);
        for (std::size_t i = 0; i < project.cases.size(); ++i) {
            SeriesSource source;
            source.files = {std::string(i % 2 == 0 ? "/scans/benign/c" : "/scans/malignant/c") + std::to_string(i)
                            + "/0.dcm"};
            source.modality = "CT";
            project.cases[i].channels = {source};
            if (!isLabelled)
                project.cases[i].label.clear();
        }
    }
    if (!isInTheMaking || isLabelled) {
        project.classes = {"benign", "malignant"};
        project.positiveClass = "malignant";
    }
    if (hasModel)
        project.model = ui::ModelSummary{"Dataset042_Nodules", "3d_fullres", {1.25, 0.7, 0.7}, {"CT"}, 14'200'000, {}};
    if (trained > 0)
        project.runs.push_back({"run-001", lastPreset, "2026-11-03T09:30:00Z", "done", {}});
    if (trained == 0 && unfinished) {
        project.unfinished = unfinished;
        project.runs.push_back(unfinished->record);
    }
    if (edits)
        ui::applyTo(project, *edits);
    const std::lock_guard lock(m_queueMutex);
    project.queue = queue;
    return project;
}

CaseExplanation FakeEngine::explanation(const std::string& what, const ExplainOptions& options,
                                        const JobControl& control) {
    ++explained;
    lastExplained = what;
    while (waitsInExplain) {
        control.poll();
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    if (explainError)
        throw *explainError;
    CaseExplanation explanation;
    const std::string& className = options.className;
    if (className == "unheard")
        throw Error("CLF-007", "There is no class unheard.");
    explanation.className = className.empty() ? "malignant" : className;
    explanation.prediction.probabilities = {{"benign", 0.06}, {"malignant", 0.94}};
    Volume map = fakeScan();
    map.voxels.assign(map.shape.voxels(), 0);
    const float sign = explanation.className == "benign" ? -1 : 1;
    map.voxels[(5 * 40 + 7) * 30 + 9] = sign * 0.25F; // for
    map.voxels[(6 * 40 + 8) * 30 + 9] = sign * -0.1F; // against
    explanation.maps[options.methods.front()] = map;
    return explanation;
}

/// Every path is a case, but names with "damaged" are refused and those with "strange" are flagged.
ui::OpenClassifier FakeEngine::classifier() {
    ui::OpenClassifier open;
    open.info = {"nodules", {"benign", "malignant"}, "malignant", {"CT"}, 4, "48 cases, 4 folds", {}, 48, 2};
    open.info.zones.above = Zone{0.9, 24, 0, 0.045};
    open.readScan = [](const std::string&, const JobControl&) { return fakeScan(); };
    open.readMiddleSlice = [](const std::string&, const JobControl&) { return fakeSlice(); };
    open.explain = [this](const std::string& input, const ExplainOptions& options, const JobControl& control) {
        return explanation(input, options, control);
    };
    open.classify = [this](const std::vector<std::filesystem::path>& paths,
                           const std::function<void(const CasePrediction&)>& onCase, const JobControl& control) {
        PredictReport report;
        for (std::size_t i = 0; i < paths.size(); ++i) {
            control.step(static_cast<double>(i) / static_cast<double>(paths.size()), "Reading " + paths[i].string());
            const std::string name = paths[i].filename().string();
            if (name.find("damaged") != std::string::npos) {
                report.refused.push_back({"DCM-002", Severity::Blocker, "The file ends too early.", name});
                continue;
            }
            CasePrediction prediction;
            prediction.input = name;
            prediction.probabilities = {{"benign", 0.06}, {"malignant", 0.94}};
            prediction.prediction = "malignant";
            prediction.zone = "above";
            prediction.oodScore = 0.4;
            if (name.find("strange") != std::string::npos) {
                prediction.oodFlag = true;
                prediction.oodScore = 2.3;
                prediction.zone = "uncertain";
                prediction.problems = {{"OOD-002", Severity::Warning,
                                        "The slices are 5 mm apart; in training they were 0.6 to 2.0 mm.", name}};
            }
            report.cases.push_back(prediction);
            onCase(prediction);
            while (waitsInClassify) {
                control.poll();
                std::this_thread::sleep_for(std::chrono::milliseconds(1));
            }
        }
        return report;
    };
    return open;
}

ui::Services FakeEngine::services() {
    ui::Services services;
    services.scan = [this](const std::vector<std::filesystem::path>& paths,
                           const std::function<void(std::vector<SeriesInfo>)>& onSeries, const JobControl& control) {
        if (scanError)
            throw *scanError;
        ScanReport report;
        report.files = 10;
        report.unassigned = {{"/scans/readme.txt", "DCM-004", "This is not a scan."}};
        for (int i = 0; i < foundSeries && !paths.empty(); i += scanBatch) {
            control.step(static_cast<double>(i) / foundSeries, "Looking at file 3 of 10");
            std::vector<SeriesInfo> batch;
            for (int k = i; k < std::min(foundSeries, i + scanBatch); ++k)
                batch.push_back(fakeSeries(k));
            report.series.insert(report.series.end(), batch.begin(), batch.end());
            onSeries(std::move(batch));
            if (scanBatchMs > 0)
                std::this_thread::sleep_for(std::chrono::milliseconds(scanBatchMs));
        }
        return report;
    };
    services.createProject = [this](const std::filesystem::path& path, const std::vector<SeriesInfo>& series,
                                    const JobControl&) {
        if (createError)
            throw *createError;
        made.push_back("create " + path.filename().string() + " " + std::to_string(series.size()));
        isInTheMaking = true;
        hasModel = false;
        return std::vector<Problem>();
    };
    services.addScans = [this](const std::filesystem::path&, const std::vector<SeriesInfo>& series, const JobControl&) {
        if (createError)
            throw *createError;
        made.push_back("add " + std::to_string(series.size()));
        added += static_cast<int>(series.size()) - 1;
        return std::vector<Problem>{{"IMP-009", Severity::Info, "It is in the project already.", "case-0001"}};
    };
    services.readSeries = [this](const SeriesSource& source, const JobControl&) {
        seriesRead.push_back(source.uid);
        if (seriesError)
            throw *seriesError;
        return fakeScan();
    };
    services.readMiddleSlice = [this](const SeriesSource&, const std::filesystem::path&, const JobControl&) {
        ++slicesRead;
        std::this_thread::sleep_for(std::chrono::milliseconds(sliceMs));
        return fakeSlice();
    };
    services.labelFromFolders = [this](const std::filesystem::path&, int level, const JobControl&) {
        made.push_back("folders " + std::to_string(level));
        isLabelled = true;
        return std::vector<Problem>();
    };
    services.labelFromTable = [this](const std::filesystem::path&, const LabelTable& table, const JobControl&) {
        std::string done = "table " + table.file.filename().string() + " " + table.key + " " + table.label;
        if (!table.sheet.empty())
            done += " of " + table.sheet;
        if (table.cut)
            done += " from " + std::to_string(static_cast<int>(*table.cut));
        made.push_back(done);
        isLabelled = true;
        return std::vector<Problem>{{"LBL-004", Severity::Warning, "A case has no row in the table.", "case-0003"}};
    };
    services.labelFromTag = [this](const std::filesystem::path&, const std::string& tag, const JobControl&) {
        made.push_back("tag " + tag);
        isLabelled = true;
        return std::vector<Problem>{{"LBL-012", Severity::Warning, "Nothing is there.", "case-0003"}};
    };
    services.previewTable = [](const std::filesystem::path&, const std::filesystem::path& file,
                               const std::string& sheet, const JobControl&) {
        const Table table = readTable(file, sheet);
        TablePreview preview;
        for (const std::string& column : table.columns)
            preview.columns.push_back({column, "patient id", 6, column == "ID" ? 4 : 0, 0, 1});
        preview.columns.back().numbers =
            preview.columns.back().column == "Gleason" ? std::vector<double>{6, 6, 7, 8, 9} : std::vector<double>();
        preview.label = preview.columns.size() - 1;
        preview.sheets = table.sheets;
        preview.sheet = table.sheet;
        return preview;
    };
    services.editCohort = [this](const std::filesystem::path&, const CohortEdit& edit, const JobControl&) {
        if (editError)
            throw *editError;
        edits = edits ? joined(*edits, edit) : edit;
    };
    services.chooseModel = [this](const std::filesystem::path&, const std::filesystem::path& path, const JobControl&) {
        if (modelError)
            throw *modelError;
        made.push_back("model " + path.filename().string());
        hasModel = true;
        return std::vector<Problem>();
    };
    services.checkModel = [](const std::filesystem::path&, const JobControl&) {
        ui::ModelCheck check;
        check.model.kind = "nnU-Net v2 checkpoint";
        check.model.trainer = "nnUNetTrainer";
        check.model.fold = "0";
        check.model.plans.datasetName = "Dataset042_Nodules";
        check.model.configuration.name = "3d_fullres";
        check.model.configuration.normalization = {NormalizationScheme::Ct};
        check.model.configuration.spacing = {1.25, 0.7, 0.7};
        check.model.configuration.patchSize = {96, 160, 160};
        check.model.dataset.channelNames = {"CT"};
        check.model.dataset.labels = {{"background", {0}}, {"nodule", {1}}};
        check.model.report.matched = 24;
        check.model.report.skipped = 30;
        check.model.architecture = fakeArchitecture();
        check.fit = modelFit(check.model, {1, {{"CT", "LPS", {40, 512, 512}, {5, 0.7, 0.7}}}, InputFrame::Ras});
        return check;
    };
    services.measure = [](const std::filesystem::path&, const JobControl&) {
        return RunCosts{48, 48, 0.5, 0.5, fakeArchitecture(), {64, 128, 128}};
    };
    services.prepareSample = [this](const std::filesystem::path&, const JobControl&) {
        if (readError)
            throw *readError;
        SampleCase sample{"case-0001", {}, fakeArchitecture(), {{8, 24, 32}, {false}}};
        sample.prepared.image = {1, {8, 24, 32}, {4, 1, 1}, {}};
        for (int i = 0; i < 8 * 24 * 32; ++i) // a bright block in a ramp
            sample.prepared.image.voxels.push_back(i % 32 > 20 && i / 32 % 24 > 14 ? 1.0F
                                                                                   : static_cast<float>(i % 32) / 64);
        sample.prepared.nonzero.assign(sample.prepared.image.voxels.size(), 1);
        return sample;
    };
    services.readScan = [this](const std::filesystem::path&, const std::string&, int channel, const JobControl&) {
        if (readError)
            throw *readError;
        ui::ChannelImage image{fakeScan(), std::min(channel, channels - 1), channels};
        for (float& voxel : image.volume.voxels)
            voxel += static_cast<float>(1000 * image.channel);
        return image;
    };
    // At half the voxels.
    services.readPrepared = [this](const std::filesystem::path&, const std::string&, int channel, const JobControl&) {
        Volume volume;
        volume.shape = {10, 20, 15};
        volume.spacing = {4, 2, 2};
        volume.originLps = {0.5, 0.5, 1};
        volume.voxels.assign(volume.shape.voxels(), 0.5F);
        volume.voxels.front() = -1;
        return ui::ChannelImage{volume, std::min(channel, channels - 1), channels};
    };
    services.explainCase = [this](const std::filesystem::path&, const std::string& runId, const std::string& caseId,
                                  const ExplainOptions& options, const JobControl& control) {
        return explanation(runId + " " + caseId, options, control);
    };
    services.openClassifier = [this](const std::filesystem::path&, const JobControl&) {
        if (classifierError)
            throw *classifierError;
        return classifier();
    };
    services.saveClassifier = [this](const std::filesystem::path&, const std::string&,
                                     const std::filesystem::path& file, const JobControl&) { saved.push_back(file); };
    services.openProject = [this](const std::filesystem::path& path, const JobControl&) {
        if (openError)
            throw *openError;
        ui::ProjectSnapshot project = snapshot();
        project.folder = path;
        return project;
    };
    services.glance = [this](const std::filesystem::path& path, const JobControl&) {
        if (!std::filesystem::exists(path))
            throw Error("PRJ-003", "There is no project here.");
        return ui::ProjectGlance{
            path.stem().string(), cases, {{"benign", cases / 2}, {"malignant", cases / 2}}, fakeSlice()};
    };
    services.prepare = [this](const std::filesystem::path&, const JobControl& control) {
        PrepareReport report;
        for (int i = 0; i < cases; ++i)
            control.step(static_cast<double>(i) / cases, "Preparing case " + std::to_string(i + 1));
        report.prepared = cases;
        report.problems = {{"IMG-005", Severity::Blocker, "The scan holds values that are not numbers.", "case-0002"}};
        ++prepared;
        isPrepared = true;
        return report;
    };
    services.train = [this](const ui::TrainRequest& request, const RunListener& listener, const JobControl& control) {
        return train(request, listener, control);
    };
    services.readRun = [this](const std::filesystem::path&, const std::string& id, const JobControl&) {
        return result(id.empty() ? "run-001" : id);
    };
    services.readEvents = [this](const std::filesystem::path&, const std::string& id, const JobControl&) {
        eventsRead.push_back(id);
        return history;
    };
    services.writeQueue = [this](const std::filesystem::path&, const std::vector<std::string>& waiting,
                                 const JobControl&) {
        if (queueError)
            throw *queueError;
        const std::lock_guard lock(m_queueMutex);
        queue = waiting;
    };
    services.readGroupings = [this](const std::filesystem::path&, const std::string&, const JobControl&) {
        CaseGrouping grouping{"manufacturer", {}};
        for (int i = 0; i < cases; ++i)
            grouping.ofCase[fakeCase(i, true).id] = i % 3 == 0 ? "GE" : i % 12 == 1 ? "" : "Siemens";
        return std::vector{grouping};
    };
    services.readTrust = [this](const std::filesystem::path&, const std::string&, const JobControl&) {
        std::map<std::string, TestedTrust> trust; // two are flagged; every sixth lies between the zones
        for (int i = 0; i < cases; ++i)
            trust[fakeCase(i, true).id] = {i < 2, i % 6 == 5 ? "uncertain" : i % 2 == 0 ? "below" : "above"};
        return trust;
    };
    services.compareRuns = [this](const std::filesystem::path&, const std::string& a, const std::string& b,
                                  const JobControl&) {
        std::vector<Prediction> other = predictions();
        for (Prediction& row : other)
            std::swap(row.probabilities[0], row.probabilities[1]);
        return RunComparison{a, b, comparePredictions(predictions(), other, {"benign", "malignant"}, 1)};
    };
    services.readDossier = [this](const std::filesystem::path&, const std::string& id, const JobControl&) {
        return dossier(id.empty() ? "run-001" : id);
    };
    services.discardRun = [this](const std::filesystem::path&, const std::string&, const JobControl&) {
        ++discarded;
        unfinished.reset();
    };
    services.makeSample = [this](const std::filesystem::path& place, const JobControl&) {
        made.push_back("sample");
        return ui::SampleProject{place / "demo.nidus", place / "unseen", recipePreset("quick")};
    };
    services.torchVersion = "2.13.0";
    services.checkDevice = [](const ui::DeviceChoice& choice, const JobControl&) {
        const bool isHere = choice.device == "cpu";
        return ui::DeviceReport{isHere, "2.13.0", isHere ? "" : "This LibTorch finds no CUDA card. (DEV-001)"};
    };
    services.unpackTorch = [](const std::filesystem::path& archive, const JobControl&) {
        return archive.parent_path() / "libtorch";
    };
    services.recipe = [](const std::string& preset) {
        Recipe recipe;
        recipe.preset = preset;
        if (preset == "quick")
            recipe.phases.clear();
        if (preset == "thorough")
            recipe.members = 3;
        return recipe;
    };
    return services;
}

} // namespace nidus::test
