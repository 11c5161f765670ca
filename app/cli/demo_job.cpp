// SPDX-License-Identifier: Apache-2.0
#include "app/cli/demo_job.h"

#include "app/cli/load_engine.h"
#include "app/demo_project.h"
#include "core/base/json_text.h"
#include "core/inference/classifier.h"
#include "core/model/choose_model.h"
#include "core/project/prepare.h"
#include "dicom/readers.h"

#include <chrono>
#include <cstdio>
#include <locale>
#include <sstream>

namespace nidus::cli {
namespace {

namespace fs = std::filesystem;

class Stopwatch {
public:
    explicit Stopwatch(std::map<std::string, double>& seconds) : m_seconds(seconds) {}

    /// Seconds since the last call belong to `phase`.
    void lap(const std::string& phase) {
        const auto now = std::chrono::steady_clock::now();
        m_seconds[phase] = std::chrono::duration<double>(now - m_last).count();
        m_last = now;
    }

private:
    std::map<std::string, double>& m_seconds;
    std::chrono::steady_clock::time_point m_last = std::chrono::steady_clock::now();
};

UnseenResult predictUnseen(const fs::path& classifierFile, const fs::path& folder, SeriesReader& reader,
                           ComputeEngine& engine, const JobControl& control) {
    UnseenResult unseen;
    std::vector<Problem> refused;
    const Classifier classifier(classifierFile);
    const auto inputs = findInputs({folder}, reader, refused, control.part(0, 0.2));
    refuseBlockers(refused);
    const PredictReport report = classifier.predict(inputs, reader, engine, "cpu", control.part(0.2, 1));
    refuseBlockers(report.refused);
    for (std::size_t i = 0; i < report.cases.size(); ++i) {
        const CasePrediction& found = report.cases[i];
        const fs::path series = inputs.at(i).channels.front().files.front().parent_path();
        unseen.rows.push_back({fs::relative(series, folder).string(), series.parent_path().filename().string(),
                               found.prediction, found.probabilities.at(found.prediction)});
    }
    return unseen;
}

std::string secondsJson(const std::map<std::string, double>& seconds) {
    std::ostringstream json;
    json.imbue(std::locale::classic());
    json << '{';
    for (const char* comma = ""; const auto& [phase, value] : seconds) {
        json << comma << jsonQuoted(phase) << ": " << value;
        comma = ", ";
    }
    json << '}';
    return json.str();
}

std::string formatted(const char* format, double value) {
    char text[64];
    std::snprintf(text, sizeof text, format, value);
    return text;
}

} // namespace

int UnseenResult::correct() const {
    int count = 0;
    for (const Row& row : rows)
        count += row.prediction == row.truth ? 1 : 0;
    return count;
}

std::map<std::string, int> UnseenResult::correctPerClass() const {
    std::map<std::string, int> counts;
    for (const Row& row : rows)
        counts[row.truth] += row.prediction == row.truth ? 1 : 0;
    return counts;
}

DemoResult runDemo(const fs::path& out, const RunListener& listener, const JobControl& control) {
    DemoResult result;
    DemoProject demo = makeDemoProject(out, control.part(0, 0.1));
    Project& project = demo.project;
    result.seconds = demo.seconds;
    Stopwatch watch(result.seconds);
    const auto reader = dicom::makeSeriesReader();
    refuseBlockers(prepareCases(project, preprocessingPlan(project), *reader, control.part(0.1, 0.2)).problems);
    watch.lap("prepare");

    const auto engine = loadEngine();
    TrainOptions options;
    options.recipe = demo.recipe;
    options.prepareSeconds = result.seconds.at("prepare");
    result.run = train(project, options, *engine, listener, control.part(0.2, 0.95));
    watch.lap("train");

    result.model = out / "demo.nidusmodel";
    exportClassifier(project, result.run.runId, result.model);
    watch.lap("export");

    result.unseen = predictUnseen(result.model, demo.unseen, *reader, *engine, control.part(0.95, 1));
    watch.lap("predict");
    return result;
}

std::string toJson(const DemoResult& result) {
    std::string perClass;
    for (const auto& [name, count] : result.unseen.correctPerClass())
        perClass += (perClass.empty() ? "" : ", ") + jsonQuoted(name) + ": " + std::to_string(count);
    const std::string unseen = "{\"correct\": " + std::to_string(result.unseen.correct()) + ", \"total\": "
                               + std::to_string(result.unseen.rows.size()) + ", \"per_class\": {" + perClass + "}}";
    std::string json = jsonWithMember("{}", "out_of_fold", nidus::toJson(result.run));
    json = jsonWithMember(json, "unseen", unseen);
    json = jsonWithMember(json, "model", jsonQuoted(result.model.string()));
    return jsonWithMember(json, "seconds", secondsJson(result.seconds));
}

std::string toText(const DemoResult& result) {
    std::string text = nidus::toText(result.run) + "\nUnseen series\n";
    for (const UnseenResult::Row& row : result.unseen.rows)
        text += "  " + row.input + ": " + row.prediction + " (" + formatted("%.2f", row.probability) + "), "
                + (row.prediction == row.truth ? "right" : "wrong, it is " + row.truth) + "\n";
    text += "  " + std::to_string(result.unseen.correct()) + " of " + std::to_string(result.unseen.rows.size())
            + " right\n\nSeconds";
    for (const auto& [phase, seconds] : result.seconds)
        text += "  " + phase + " " + formatted("%.1f", seconds);
    return text + "\nModel    " + result.model.string() + "\n";
}

} // namespace nidus::cli
