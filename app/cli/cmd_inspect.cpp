// SPDX-License-Identifier: Apache-2.0
#include "app/cli/commands.h"
#include "app/cli/inspect_verify.h"
#include "core/base/json_text.h"
#include "core/inference/classifier.h"
#include "core/model/inspect_plans.h"
#include "core/model/pretrained_model.h"

#include <CLI/CLI.hpp>

#include <iostream>
#include <memory>
#include <string>
#include <vector>

namespace nidus::cli {
namespace {

namespace fs = std::filesystem;

struct Options {
    std::string path;
    VerifyOptions verify;
    ModelChoice choice;
    bool showsTensors = false, hashes = false;
};

std::string quotedList(const std::vector<std::string>& items) {
    std::string text;
    for (const std::string& item : items)
        text += (text.empty() ? "" : ", ") + jsonQuoted(item);
    return "[" + text + "]";
}

void printClassifier(const fs::path& path, bool json) {
    const ClassifierInfo info = Classifier(path).info();
    if (json) {
        std::cout << "{\"kind\": \"nidusmodel\", \"name\": " << jsonQuoted(info.name)
                  << ", \"classes\": " << quotedList(info.classes) << ", \"positive\": " << jsonQuoted(info.positive)
                  << ", \"channel_names\": " << quotedList(info.channelNames) << ", \"members\": " << info.members
                  << ", \"trained_on\": " << jsonQuoted(info.trainedOn) << ", \"problems\": []}\n";
        return;
    }
    std::cout << "Kind            Nidus classifier (nidusmodel)\nName            " << info.name << "\nClasses         ";
    for (const std::string& name : info.classes)
        std::cout << name << (name == info.positive ? " (positive)  " : "  ");
    std::cout << "\nChannels        ";
    for (const std::string& name : info.channelNames)
        std::cout << name << "  ";
    std::cout << "\nMembers         " << info.members << "\nTrained on      " << info.trainedOn << '\n';
}

void printTensors(const PretrainedModel& model) {
    constexpr const char* kFates[] = {"used", "adapted", "skipped", "missing"};
    for (const LoadReport::Row& row : model.report.rows)
        std::cout << kFates[static_cast<int>(row.fate)] << '\t' << row.key << '\t' << row.note << '\n';
}

int run(const Options& options, const Context& context) {
    const fs::path path = options.path;
    if (path.extension() == ".nidusmodel") {
        printClassifier(path, context.json);
        return 0;
    }
    if (path.extension() == ".json") {
        const std::string document = inspectPlansJson(path, options.choice.configuration);
        std::cout << (context.json ? document + "\n" : inspectTextOf(document));
        return 0;
    }
    ModelChoice choice = options.choice;
    choice.withDecoder = !options.verify.images.empty();
    const PretrainedModel model = loadPretrainedModel(path, choice);
    if (choice.withDecoder)
        return verifyModel(model, options.verify, context);
    const TensorHashes hashes = options.hashes ? TensorHashes::Yes : TensorHashes::No;
    std::cout << (context.json ? inspectJson(model, hashes) + "\n" : inspectText(model));
    if (options.showsTensors && !context.json)
        printTensors(model);
    return 0;
}

} // namespace

void addInspectCommand(CLI::App& program, const Select& select) {
    const auto options = std::make_shared<Options>();
    CLI::App* command =
        program.add_subcommand("inspect", "show what a pretrained model is and what Nidus takes from it");
    command
        ->add_option("PATH", options->path,
                     "checkpoint (.pth), plans.json, folder of nnU-Net's results, exported .zip or .nidusmodel")
        ->required();
    command->add_option("-c,--configuration", options->choice.configuration, "for example 3d_fullres");
    command->add_option("-f,--fold", options->choice.fold, "for example 0 or all");
    command->add_flag("--tensors", options->showsTensors, "also list what became of every tensor");
    command->add_flag("--hashes", options->hashes, "with --json: SHA-256 of every tensor that Nidus uses, as float32");
    command
        ->add_option("--channels", options->choice.channels,
                     "show what choosing other channels would do, as in \"model\"")
        ->delimiter(',')
        ->allow_extra_args(false);
    CLI::Option* verify =
        command->add_option("--verify", options->verify.images,
                            "run the whole network, with its decoder, on a case (one file or folder per channel) and "
                            "compare with --against");
    CLI::Option* against = command->add_option("--against", options->verify.against,
                                               "what nnU-Net made of that case: a segmentation, the .npz of "
                                               "--save_probabilities, or logits or probabilities as .npy");
    command->add_option("--device", options->verify.device, "cpu, cuda or cuda:N; for --verify")->capture_default_str();
    verify->needs(against);
    against->needs(verify);
    command->callback(
        [options, select] { select([options](const Context& context) { return run(*options, context); }); });
}

} // namespace nidus::cli
