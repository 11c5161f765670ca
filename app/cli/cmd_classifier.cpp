// SPDX-License-Identifier: Apache-2.0
#include "app/cli/classifier_inputs.h"
#include "app/cli/commands.h"
#include "app/cli/load_engine.h"
#include "core/base/files.h"
#include "core/inference/classifier.h"
#include "core/inference/trust.h"
#include "dicom/readers.h"

#include <CLI/CLI.hpp>

#include <cstdio>
#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace nidus::cli {
namespace {

namespace fs = std::filesystem;

struct ExportArguments {
    fs::path project, out;
    std::string run;
    ZoneTargets targets;
};

void printZone(const char* name, const std::optional<Zone>& zone, double target) {
    if (zone)
        std::printf(
            "Zone: probabilities %s %.3f, at most %.1f %% errors (%d of %d out-of-fold cases; 95 %% confidence).\n",
            name, zone->threshold, 100 * zone->bound, zone->errors, zone->cases);
    else
        std::printf("No zone %s: the out-of-fold cases cannot show %g %% right calls.\n", name, 100 * target);
}

void printExport(const ClassifierInfo& info, const fs::path& file) {
    std::cout << file.string() << ": " << info.members << " members, trained on " << info.trainedOn << ", "
              << (fs::file_size(file) >> 20U) << " MiB. For research use only.\n"
              << info.outOfFoldFlagged << " of " << info.outOfFoldCases
              << " training cases would be flagged as unlike the others.\n"
              << std::flush;
    if (info.positive.empty())
        return;
    printZone("below", info.zones.below, info.zones.targets.below);
    printZone("above", info.zones.above, info.zones.targets.above);
    std::fflush(stdout);
}

int runExport(const ExportArguments& arguments, const Context& context) {
    const Project project = Project::open(arguments.project, Project::Access::ReadOnly);
    exportClassifier(project, arguments.run, arguments.out, arguments.targets);
    const Classifier written(arguments.out);
    const ClassifierInfo& info = written.info();
    if (context.json)
        std::cout << "{\"members\": " << info.members << ", \"bytes\": " << fs::file_size(arguments.out)
                  << ", \"zones\": " << toJson(info.zones) << ", \"out_of_fold\": {\"cases\": " << info.outOfFoldCases
                  << ", \"flagged\": " << info.outOfFoldFlagged << "}}\n";
    else
        printExport(info, arguments.out);
    return 0;
}

struct PredictArguments {
    fs::path model, out;
    InputArguments inputs;
    std::string device = "cpu";
};

void printForPeople(const PredictReport& report) {
    for (const CasePrediction& c : report.cases) {
        std::cout << c.input << ": " << c.prediction << " (";
        const char* separator = "";
        for (const auto& [name, probability] : c.probabilities) {
            std::printf("%s%s %.3f", separator, name.c_str(), probability);
            std::fflush(stdout);
            separator = ", ";
        }
        std::cout << ")" << (c.zone.empty() ? "" : ", zone " + c.zone) << '\n';
        for (const Problem& problem : c.problems)
            std::cout << "  " << problem.code << ": " << problem.text << '\n';
    }
    for (const Problem& problem : report.refused)
        std::cout << problem.caseId << ": not classified, " << problem.code << ": " << problem.text << '\n';
    std::cout << report.cases.size() << " cases classified. For research use only.\n";
}

int runPredict(const PredictArguments& arguments, const Context& context) {
    const Classifier classifier(arguments.model);
    const auto reader = dicom::makeSeriesReader();
    std::vector<Problem> refused;
    const auto inputs = gathered(arguments.inputs, *reader, refused, context.control.part(0, 0.1));
    PredictReport report;
    if (!inputs.empty())
        report = classifier.predict(inputs, *reader, *loadEngine(), arguments.device, context.control.part(0.1, 1));
    report.model = arguments.model.filename().string();
    report.refused.insert(report.refused.begin(), refused.begin(), refused.end());
    if (!arguments.out.empty())
        writeFileAtomically(arguments.out, toCsv(report, classifier.info().classes));
    if (context.json)
        std::cout << toJson(report) << '\n';
    else
        printForPeople(report);
    return report.cases.empty() ? 1 : 0;
}

} // namespace

void addClassifierCommands(CLI::App& program, const Select& select) {
    const auto exported = std::make_shared<ExportArguments>();
    CLI::App* exportCommand = program.add_subcommand("export", "write the classifier of a finished run as one file");
    exportCommand->add_option("--project", exported->project, "the project folder (NAME.nidus)")->required();
    exportCommand->add_option("--run", exported->run, "name of the run (default: the newest finished)");
    exportCommand->add_option("--out", exported->out, "the file to write (NAME.nidusmodel)")->required();
    exportCommand->add_option("--npv", exported->targets.below,
                              "what the zone below must show: the share of negative cases in it (default 0.95)");
    exportCommand->add_option("--ppv", exported->targets.above,
                              "what the zone above must show: the share of positive cases in it (default 0.95)");
    exportCommand->callback(
        [exported, select] { select([exported](const Context& context) { return runExport(*exported, context); }); });

    const auto predicted = std::make_shared<PredictArguments>();
    CLI::App* predict = program.add_subcommand("predict", "classify scans with a classifier");
    predict->add_option("model", predicted->model, "the classifier (NAME.nidusmodel)")->required();
    addInputOptions(*predict, predicted->inputs);
    predict->add_option("--out", predicted->out, "write the predictions as CSV");
    predict->add_option("--device", predicted->device, "cpu, cuda or cuda:N");
    predict->callback([predicted, select] {
        select([predicted](const Context& context) { return runPredict(*predicted, context); });
    });
}

} // namespace nidus::cli
