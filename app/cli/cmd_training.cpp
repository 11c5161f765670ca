// SPDX-License-Identifier: Apache-2.0
#include "app/cli/commands.h"
#include "app/cli/load_engine.h"
#include "app/cli/problem_line.h"
#include "app/cli/training_progress.h"
#include "core/base/files.h"
#include "core/model/choose_model.h"
#include "core/project/prepare.h"
#include "core/training/bake_off.h"
#include "core/training/compare_runs.h"
#include "core/training/rank_place.h"
#include "core/training/train.h"
#include "dicom/readers.h"

#include <CLI/CLI.hpp>

#include <cstdint>
#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace nidus::cli {
namespace {

namespace fs = std::filesystem;

struct TrainArguments {
    fs::path project;
    std::string preset, recipe, run, keep, device = "cpu";
    std::optional<int> fold;
    std::optional<std::uint64_t> seed;
    std::optional<double> holdout;
    bool resume = false, finish = false, freeze = false;
};

Recipe chosenRecipe(const TrainArguments& arguments) {
    Recipe recipe;
    if (!arguments.recipe.empty())
        recipe = recipeFromJson(readTextFile(arguments.recipe));
    else
        recipe = recipePreset(arguments.preset.empty() ? "balanced" : arguments.preset);
    if (arguments.seed)
        recipe.seed = *arguments.seed;
    if (arguments.holdout)
        recipe.holdout = *arguments.holdout;
    if (arguments.keep == "best")
        recipe.keep = Keep::Best;
    else if (arguments.keep == "probe")
        recipe.keep = Keep::Probe;
    else if (arguments.keep == "finetuned")
        recipe.keep = Keep::Finetuned;
    // Through its text once more, which checks what the options have changed.
    return recipeFromJson(toJson(recipe));
}

double prepareProject(Project& project, const JobControl& control) {
    const PreprocessingPlan plan = preprocessingPlan(project);
    const PrepareReport report = prepareCases(project, plan, *dicom::makeSeriesReader(), control);
    for (const Problem& problem : report.problems)
        printLine(lineOf(problem));
    return report.seconds;
}

void print(const RunResult& result, const Context& context) {
    std::cout << (context.json ? toJson(result) + "\n" : toText(result));
}

int runTrain(const TrainArguments& arguments, const Context& context) {
    std::shared_ptr<ComputeEngine> engine;
    if (const RankPlace place = rankPlaceFromEnvironment(); place.size > 1) {
        engine = loadEngine();
        engine->join(place, context.control);
        if (place.rank > 0)
            return 0;
    }
    Project project =
        Project::open(arguments.project, arguments.fold ? Project::Access::ReadOnly : Project::Access::ReadWrite);
    TrainOptions options;
    options.runId = arguments.run;
    options.fold = arguments.fold;
    options.resume = arguments.resume;
    options.finish = arguments.finish;
    options.device = arguments.device;
    const bool isNew = !arguments.resume && !arguments.fold;
    if (isNew) {
        options.recipe = chosenRecipe(arguments);
        options.prepareSeconds = prepareProject(project, context.control.part(0, 0.2));
    }
    if (!engine)
        engine = loadEngine();
    const JobControl control = context.control.part(isNew ? 0.2 : 0, 1);
    if (arguments.freeze) {
        const std::string id = freezeRun(project, options, *engine, control);
        std::cout << (context.json ? "{\"run\": \"" + id + "\"}" : id) << '\n';
        return 0;
    }
    print(train(project, options, *engine, progressPrinter(), control), context);
    return 0;
}

void addTrain(CLI::App& program, const Select& select) {
    const auto arguments = std::make_shared<TrainArguments>();
    CLI::App* command = program.add_subcommand("train", "fine-tune and cross-validate on the project's cases");
    command->add_option("--project", arguments->project, "the project folder (NAME.nidus)")->required();
    std::string presets;
    for (const std::string& name : recipePresets())
        presets += (presets.empty() ? "" : ", ") + name + (name == "balanced" ? " (default)" : "");
    CLI::Option* preset = command->add_option("--preset", arguments->preset, presets);
    command
        ->add_option("--recipe", arguments->recipe,
                     "a recipe file (JSON) instead of a preset; those of the presets are in share/nidus/recipes")
        ->excludes(preset);
    command->add_option("--run", arguments->run,
                        "name of the run (default: the next number; with --resume: the newest "
                        "unfinished)");
    command->add_option("--fold", arguments->fold,
                        "train only this fold of a run that exists; the project is not written");
    CLI::Option* resume = command->add_flag("--resume", arguments->resume, "go on with a run that was interrupted");
    command
        ->add_flag("--finish", arguments->finish,
                   "end the run now: folds that are finished stay, the others keep their probe")
        ->needs(resume);
    command
        ->add_option("--keep", arguments->keep,
                     "which weights to keep: the better ones by the inner folds, or always "
                     "the probe or the fine-tuned ones")
        ->check(CLI::IsMember({"best", "probe", "finetuned"}));
    command->add_option("--device", arguments->device, "cpu, cuda or cuda:N");
    command->add_option("--seed", arguments->seed, "of all random choices");
    command->add_option("--holdout", arguments->holdout,
                        "test this share of the cases once (by class and patient, at most 0.5) in place of folds; "
                        "folds that the project gives stay");
    command->add_flag("--freeze", arguments->freeze,
                      "only write job.json and print the run's name, for folds that are trained by other processes");
    command->callback(
        [arguments, select] { select([arguments](const Context& context) { return runTrain(*arguments, context); }); });
}

struct RunArguments {
    fs::path project;
    std::string run;
};

CLI::App* addRunCommand(CLI::App& program, const char* name, const char* description, RunArguments& arguments) {
    CLI::App* command = program.add_subcommand(name, description);
    command->add_option("--project", arguments.project, "the project folder (NAME.nidus)")->required();
    command->add_option("--run", arguments.run, "name of the run");
    return command;
}

void addCollect(CLI::App& program, const Select& select) {
    const auto arguments = std::make_shared<RunArguments>();
    CLI::App* command =
        addRunCommand(program, "collect", "join the folds of a run that were trained one by one", *arguments);
    command->get_option("--run")->required();
    command->callback([arguments, select] {
        select([arguments](const Context& context) {
            Project project = Project::open(arguments->project);
            print(collect(project, arguments->run), context);
            return 0;
        });
    });
}

void addEvaluate(CLI::App& program, const Select& select) {
    const auto arguments = std::make_shared<RunArguments>();
    CLI::App* command =
        addRunCommand(program, "evaluate", "show the result of a finished run (default: the newest)", *arguments);
    command->callback([arguments, select] {
        select([arguments](const Context& context) {
            const Project project = Project::open(arguments->project, Project::Access::ReadOnly);
            print(readRun(project, arguments->run), context);
            return 0;
        });
    });
}

struct CompareArguments {
    fs::path project;
    std::vector<std::string> runs;
    BakeOffOptions bakeOff;
};

int compareModels(const CompareArguments& arguments, const Context& context) {
    Project project = Project::open(arguments.project);
    const auto reader = dicom::makeSeriesReader();
    const BakeOff result = bakeOff(project, arguments.bakeOff, *reader, *loadEngine(), context.control);
    std::cout << (context.json ? toJson(result) + "\n" : toText(result));
    return result.compared == 0 ? 1 : 0;
}

int compareTwoRuns(const CompareArguments& arguments, const Context& context) {
    const Project project = Project::open(arguments.project, Project::Access::ReadOnly);
    const RunComparison result = compareRuns(project, arguments.runs[0], arguments.runs[1]);
    std::cout << (context.json ? toJson(result) + "\n" : toText(result));
    return 0;
}

void addCompare(CLI::App& program, const Select& select) {
    const auto arguments = std::make_shared<CompareArguments>();
    CLI::App* command =
        program.add_subcommand("compare", "which is better on the same cases, with intervals: two finished runs, or "
                                          "several pretrained models before any training");
    command->add_option("--project", arguments->project, "the project folder (NAME.nidus)")->required();
    CLI::Option* runs = command->add_option("--run", arguments->runs, "name of a run; give it twice")->expected(2);
    CLI::Option* models = command->add_option(
        "--models", arguments->bakeOff.models,
        "pretrained models, and with them random weights of each network: ranked by the probe on frozen features, as "
        "the preset quick trains it; the project stays as it is. The best of several looks better than it is");
    models->excludes(runs);
    command->add_option("--device", arguments->bakeOff.device, "cpu, cuda or cuda:N")->needs(models);
    command->add_option("--seed", arguments->bakeOff.seed, "of folds and random weights")->needs(models);
    command->callback([arguments, select] {
        if (arguments->runs.empty() && arguments->bakeOff.models.empty())
            throw CLI::RequiredError("--run or --models");
        select([arguments](const Context& context) {
            return arguments->runs.empty() ? compareModels(*arguments, context) : compareTwoRuns(*arguments, context);
        });
    });
}

} // namespace

void addTrainingCommands(CLI::App& program, const Select& select) {
    addTrain(program, select);
    addCollect(program, select);
    addEvaluate(program, select);
    addCompare(program, select);
}

} // namespace nidus::cli
