// SPDX-License-Identifier: Apache-2.0
#include "app/cli/commands.h"
#include "app/cli/problem_line.h"
#include "core/base/files.h"
#include "core/imaging/case_file.h"
#include "core/model/choose_model.h"
#include "core/project/import.h"
#include "core/project/prepare.h"
#include "dicom/readers.h"

#include <CLI/CLI.hpp>

#include <chrono>
#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace nidus::cli {
namespace {

namespace fs = std::filesystem;

void printProblems(const std::vector<Problem>& problems) {
    for (const Problem& problem : problems)
        std::cout << lineOf(problem) << '\n';
}

void printClasses(const Project& project) {
    const std::vector<Case> cases = project.cases();
    const std::string positive = project.positiveClass();
    std::cout << cases.size() << " cases in the project";
    std::size_t labelled = 0;
    for (const std::string& name : project.classes()) {
        std::size_t count = 0;
        for (const Case& each : cases)
            count += each.label == name;
        labelled += count;
        std::cout << ", " << count << ' ' << name << (name == positive ? " (positive)" : "");
    }
    if (labelled < cases.size())
        std::cout << ", " << cases.size() - labelled << " without a label";
    std::cout << '\n';
}

std::optional<InputFrame> frameOf(const std::string& name) {
    return name.empty() ? std::nullopt : std::optional(inputFrameFromName(name));
}

struct ImportArguments {
    fs::path project, table, root = ".";
    std::vector<fs::path> paths;
    std::vector<std::string> channels;
    ImportOptions options;
};

int runImport(const ImportArguments& arguments, const Context& context) {
    Project project = Project::open(arguments.project);
    const auto reader = dicom::makeSeriesReader();
    const ImportReport report =
        arguments.table.empty()
            ? importPaths(project, arguments.paths, *reader, context.control, arguments.options)
            : importTable(project, arguments.table, arguments.root, *reader, context.control, arguments.options);
    if (context.json) {
        std::cout << toJson(report, project) << '\n';
    } else {
        printProblems(report.problems);
        std::cout << report.added.size() << " cases added. ";
        printClasses(project);
    }
    return report.added.empty() ? 1 : 0;
}

struct LabelArguments {
    fs::path project;
    LabelTable table;
    std::string tag, positive;
    int folderLevel = -1;
};

int runLabel(const LabelArguments& arguments, const Context& context) {
    Project project = Project::open(arguments.project);
    LabelReport report;
    if (!arguments.table.file.empty()) {
        report = labelFromTable(project, arguments.table, arguments.positive);
    } else {
        if (arguments.folderLevel >= 0)
            report = labelFromFolderNames(project, arguments.folderLevel);
        else if (!arguments.tag.empty())
            report = labelFromTag(project, arguments.tag, *dicom::makeSeriesReader(), context.control);
        if (!arguments.positive.empty())
            project.setPositiveClass(arguments.positive);
    }
    if (context.json) {
        std::cout << toJson(report, project) << '\n';
        return 0;
    }
    printProblems(report.problems);
    if (!report.matchedBy.empty())
        std::cout << report.matched << " cases labelled by " << report.matchedBy << ". ";
    printClasses(project);
    return 0;
}

struct ModelArguments {
    fs::path project, path;
    ModelChoice choice;
    std::string frame;
};

int runModel(const ModelArguments& arguments, const Context& context) {
    const std::optional<InputFrame> frame = frameOf(arguments.frame);
    Project project = Project::open(arguments.project);
    context.control.step(0, "Reading the model");
    const PretrainedModel model = loadPretrainedModel(arguments.path, arguments.choice);
    const ModelReport report = chooseModel(project, model, frame);
    if (context.json) {
        std::cout << toJson(report, model) << '\n';
        return 0;
    }
    std::cout << inspectText(model);
    printProblems(report.problems);
    std::cout << report.frameReason << "\nThe model is now " << (project.folder() / report.chosen.folder).string()
              << ".\n";
    return 0;
}

int runPrepare(const fs::path& folder, const Context& context) {
    Project project = Project::open(folder);
    const PreprocessingPlan plan = preprocessingPlan(project);
    const auto reader = dicom::makeSeriesReader();
    const PrepareReport report = prepareCases(project, plan, *reader, context.control);
    if (context.json) {
        std::cout << toJson(report, project) << '\n';
    } else {
        printProblems(report.problems);
        std::cout << report.prepared << " cases prepared, " << report.reused << " reused, " << report.failed
                  << " left out; " << report.seconds << " s.\n";
    }
    return report.prepared + report.reused == 0 ? 1 : 0;
}

struct PreprocessArguments {
    fs::path model, out;
    std::vector<fs::path> images;
    ModelChoice choice;
    std::string frame;
};

int runPreprocess(const PreprocessArguments& arguments, const Context& context) {
    const std::optional<InputFrame> frame = frameOf(arguments.frame);
    PretrainedModel model = fs::exists(arguments.model / "model.json")
                                ? readModelFolder(arguments.model)
                                : loadPretrainedModel(arguments.model, arguments.choice);
    const auto reader = dicom::makeSeriesReader();
    Case single;
    single.id = arguments.out.stem().string();
    for (const fs::path& image : arguments.images)
        single.channels.push_back(seriesAt(image, *reader, context.control).source);
    const PreprocessingPlan plan{std::move(model.plans), std::move(model.configuration),
                                 frame ? *frame : defaultFrame({single})};
    const auto start = std::chrono::steady_clock::now();
    const PreprocessedCase prepared = prepareCase(single.channels, plan, *reader, context.control);
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    writeCaseFile(arguments.out, prepared, Publish::Replace);
    if (context.json) {
        std::cout << toJson(prepared, plan.frame, arguments.out, seconds) << '\n';
        return 0;
    }
    const auto& shape = prepared.image.shape;
    std::cout << arguments.out.string() << ": " << prepared.image.channels << " x " << shape[0] << " x " << shape[1]
              << " x " << shape[2] << ", input frame " << inputFrameName(plan.frame) << '\n';
    return 0;
}

void addProjectOption(CLI::App* command, fs::path& project) {
    command->add_option("--project", project, "project folder NAME.nidus")->required();
}

void addFrameOption(CLI::App* command, std::string& frame) {
    command->add_option("--frame", frame, "input frame (default: plan for image files, ras with DICOM)")
        ->check(CLI::IsMember({"plan", "stored", "ras", "lps"}));
}

void addChoiceOptions(CLI::App* command, ModelChoice& choice) {
    command->add_option("--configuration", choice.configuration, "which configuration, when there are several");
    command->add_option("--fold", choice.fold, "which fold, when there are several");
}

void addInit(CLI::App& program, const Select& select) {
    auto* command = program.add_subcommand("init", "make an empty project");
    auto folder = std::make_shared<fs::path>();
    command->add_option("DIR", *folder, "the folder to make; its name ends in .nidus")->required();
    command->callback([folder, select] {
        select([folder](const Context& context) {
            const Project project = Project::create(*folder);
            if (context.json)
                std::cout << toJson(ImportReport{}, project) << '\n';
            else
                std::cout << "Made " << project.folder().string() << ".\n";
            return 0;
        });
    });
}

void addImport(CLI::App& program, const Select& select) {
    auto* command = program.add_subcommand("import", "add cases: folders and files, or the rows of a table");
    auto arguments = std::make_shared<ImportArguments>();
    addProjectOption(command, arguments->project);
    auto* paths = command->add_option("PATH", arguments->paths, "folders and files; one case per series");
    auto* table = command->add_option("--table", arguments->table,
                                      "CSV or .xlsx with the columns case,image[,image_1...],label,patient,fold");
    command
        ->add_option("--root", arguments->root,
                     "folder that the paths of the table count from (default: the current one)")
        ->needs(table);
    command->add_option("--sheet", arguments->options.sheet, "sheet of the workbook (default: the first with cells)")
        ->needs(table);
    command->add_option("--min-slices", arguments->options.minSlices, "leave out series with fewer slices")
        ->capture_default_str();
    paths->excludes(table);
    command
        ->add_option("--channel", arguments->channels,
                     "for cases of several images: words in the description of the first image, again for the second, "
                     "... (t1|-post: t1 without post)")
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
        ->excludes(table);
    command->callback([arguments, select] {
        for (const std::string& words : arguments->channels)
            arguments->options.channels.push_back({{}, words, 0});
        if (arguments->table.empty() && arguments->paths.empty())
            throw CLI::RequiredError("PATH or --table");
        select([arguments](const Context& context) { return runImport(*arguments, context); });
    });
}

void addLabel(CLI::App& program, const Select& select) {
    auto* command = program.add_subcommand("label", "give the cases their classes");
    auto arguments = std::make_shared<LabelArguments>();
    addProjectOption(command, arguments->project);
    auto* table =
        command->add_option("--csv", arguments->table.file, "table with one row per case or patient, CSV or .xlsx");
    auto* key = command->add_option("--key", arguments->table.key, "column with case, patient, series or file names");
    auto* column = command->add_option("--column", arguments->table.label, "column with the classes");
    table->needs(key)->needs(column);
    key->needs(table);
    column->needs(table);
    command->add_option("--sheet", arguments->table.sheet, "sheet of the workbook (default: the first with cells)")
        ->needs(table);
    command
        ->add_option("--cut", arguments->table.cut,
                     "the column holds numbers: those at or above this one are one class, the others another")
        ->needs(table);
    auto* level = command->add_option("--folder-level", arguments->folderLevel,
                                      "instead of a table: the folder that names the class, 0 for the one with the "
                                      "files, 1 for the one above, ...");
    level->check(CLI::NonNegativeNumber)->excludes(table);
    command
        ->add_option("--tag", arguments->tag,
                     "instead of a table: an element of the DICOM header by keyword (PatientSex) or number (0010,0040)")
        ->excludes(table)
        ->excludes(level);
    command->add_option("--positive", arguments->positive, "positive class (default: the last in the order)");
    command->callback([arguments, select] {
        if (arguments->table.file.empty() && arguments->folderLevel < 0 && arguments->tag.empty()
            && arguments->positive.empty())
            throw CLI::RequiredError("--csv, --folder-level, --tag or --positive");
        select([arguments](const Context& context) { return runLabel(*arguments, context); });
    });
}

void addModel(CLI::App& program, const Select& select) {
    auto* command = program.add_subcommand("model", "choose the pretrained nnU-Net and fix the input frame");
    auto arguments = std::make_shared<ModelArguments>();
    addProjectOption(command, arguments->project);
    command->add_option("PATH", arguments->path, "checkpoint, fold, results folder or exported zip")->required();
    addChoiceOptions(command, arguments->choice);
    command
        ->add_option("--channels", arguments->choice.channels,
                     "for each image of a case the channel of the model that it goes in as: 0,0 puts two images into "
                     "a model of one channel, 2 puts one image into the third channel of several")
        ->delimiter(',')
        ->allow_extra_args(false);
    addFrameOption(command, arguments->frame);
    command->callback(
        [arguments, select] { select([arguments](const Context& context) { return runModel(*arguments, context); }); });
}

void addPrepare(CLI::App& program, const Select& select) {
    auto* command = program.add_subcommand("prepare", "preprocess all cases into the project's cache");
    auto project = std::make_shared<fs::path>();
    addProjectOption(command, *project);
    command->callback(
        [project, select] { select([project](const Context& context) { return runPrepare(*project, context); }); });
}

void addPreprocess(CLI::App& program, const Select& select) {
    auto* command = program.add_subcommand("preprocess", "preprocess one case as a model wants it");
    auto arguments = std::make_shared<PreprocessArguments>();
    command->add_option("--model", arguments->model, "pretrained nnU-Net, or a model folder of a project")->required();
    command->add_option("IMAGE", arguments->images, "one image or DICOM folder per channel")->required();
    command->add_option("--out", arguments->out, "safetensors file to write")->required();
    addChoiceOptions(command, arguments->choice);
    addFrameOption(command, arguments->frame);
    command->callback([arguments, select] {
        select([arguments](const Context& context) { return runPreprocess(*arguments, context); });
    });
}

} // namespace

void addProjectCommands(CLI::App& program, const Select& select) {
    addInit(program, select);
    addImport(program, select);
    addLabel(program, select);
    addModel(program, select);
    addPrepare(program, select);
    addPreprocess(program, select);
}

} // namespace nidus::cli
