// SPDX-License-Identifier: Apache-2.0
#include "app/cli/classifier_inputs.h"
#include "app/cli/commands.h"
#include "app/cli/load_engine.h"
#include "core/base/error_json.h"
#include "core/inference/classifier.h"
#include "dicom/image_files.h"
#include "dicom/readers.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <cctype>
#include <cstdio>
#include <filesystem>
#include <iostream>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace nidus::cli {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

struct ExplainArguments {
    fs::path model, out;
    InputArguments inputs;
    std::string method = "hirescam";
    ExplainOptions options;
};

/// The text without what a file name may not have.
std::string plainName(std::string text) {
    for (char& c : text)
        if (static_cast<unsigned char>(c) < 0x80 && !std::isalnum(static_cast<unsigned char>(c)) && c != '-')
            c = '_';
    return text.empty() ? "_" : text.substr(0, 80);
}

/// The last part of a path without the endings of image files; a case id as it is.
std::string caseNameOf(const std::string& input, std::set<std::string>& taken) {
    const fs::path path(input);
    std::string name = (path.has_filename() ? path : path.parent_path()).filename().string();
    for (const std::string ending : {".gz", ".nii", ".nrrd", ".nhdr", ".mha", ".mhd", ".dcm"})
        if (name.ends_with(ending))
            name.resize(name.size() - ending.size());
    name = plainName(name);
    std::string unique = name;
    for (int copy = 2; !taken.insert(unique).second; ++copy)
        unique = name + '-' + std::to_string(copy);
    return unique;
}

Json written(const CaseExplanation& explanation, const std::string& name, const fs::path& folder) {
    Json files = Json::object();
    for (const auto& [method, map] : explanation.maps) {
        const std::string file =
            name + '_' + plainName(explanation.className) + '_' + influenceMethodName(method) + ".nii.gz";
        dicom::writeNifti(folder / file, map);
        files[influenceMethodName(method)] = (folder / file).string();
    }
    const CasePrediction& prediction = explanation.prediction;
    return {{"case", name},
            {"input", prediction.input},
            {"class", explanation.className},
            {"probability", prediction.probabilities.at(explanation.className)},
            {"score", explanation.score},
            {"prediction", prediction.prediction},
            {"problems", Json::parse(toJson(prediction.problems))},
            {"files", files}};
}

void printForPeople(const Json& cases, const std::vector<Problem>& refused) {
    for (const Json& c : cases) {
        std::printf("%s: %s %.3f\n", c["case"].get<std::string>().c_str(), c["class"].get<std::string>().c_str(),
                    c["probability"].get<double>());
        for (const Json& file : c["files"])
            std::printf("  %s\n", file.get<std::string>().c_str());
        for (const Json& problem : c["problems"])
            std::printf("  %s: %s\n", problem["code"].get<std::string>().c_str(),
                        problem["text"].get<std::string>().c_str());
    }
    for (const Problem& problem : refused)
        std::printf("%s: not explained, %s: %s\n", problem.caseId.c_str(), problem.code.c_str(), problem.text.c_str());
    std::printf("%zu cases explained. %s\n", cases.size(), kInfluenceNote);
    std::fflush(stdout);
}

bool concernsEveryCase(const std::string& code) {
    return code.starts_with("DEV") || code.starts_with("ENG") || code == "FIL-003" || code == "FIL-004"
           || code == "DCM-051" || code == "CLF-007";
}

int runExplain(const ExplainArguments& arguments, const Context& context) {
    const Classifier classifier(arguments.model);
    const auto reader = dicom::makeSeriesReader();
    std::vector<Problem> refused;
    const auto inputs = gathered(arguments.inputs, *reader, refused, context.control.part(0, 0.05));
    std::error_code failure;
    fs::create_directories(arguments.out, failure);
    if (failure)
        throw Error("FIL-003", arguments.out.string() + " could not be created: " + failure.message() + ".");
    const auto engine = loadEngine();
    Json cases = Json::array();
    std::set<std::string> taken;
    const JobControl control = context.control.part(0.05, 1);
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        const auto share = [&](std::size_t n) { return static_cast<double>(n) / static_cast<double>(inputs.size()); };
        try {
            const CaseExplanation explanation = classifier.explain(inputs[i], arguments.options, *reader, *engine,
                                                                   control.part(share(i), share(i + 1)));
            cases.push_back(written(explanation, caseNameOf(inputs[i].name, taken), arguments.out));
        } catch (const std::exception&) {
            const Error error = asError(std::current_exception());
            if (concernsEveryCase(error.code()))
                throw error;
            refused.push_back({error.code(), Severity::Blocker, error.what(), inputs[i].name});
        }
    }
    const Json document{{"model", arguments.model.filename().string()},
                        {"use", kInfluenceNote},
                        {"cases", cases},
                        {"refused", Json::parse(toJson(refused))}};
    if (context.json)
        std::cout << document.dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
    else
        printForPeople(cases, refused);
    return cases.empty() ? 1 : 0;
}

} // namespace

void addExplainCommand(CLI::App& program, const Select& select) {
    const auto arguments = std::make_shared<ExplainArguments>();
    CLI::App* command =
        program.add_subcommand("explain", "write maps of what influenced a classifier, in the geometry of the scan");
    command->add_option("model", arguments->model, "the classifier (NAME.nidusmodel)")->required();
    addInputOptions(*command, arguments->inputs);
    command->add_option("--out", arguments->out, "folder for CASE_CLASS_METHOD.nii.gz")->required();
    command->add_option("--class", arguments->options.className,
                        "what the maps speak for (default: the positive class of two, of more the predicted one)");
    command->add_option("--method", arguments->method, "hirescam (quick), occlusion (slow, trust it more) or both")
        ->check(CLI::IsMember({"hirescam", "occlusion", "both"}))
        ->capture_default_str();
    command
        ->add_option("--blocks", arguments->options.blocksPerAxis,
                     "blocks of occlusion along each axis of the network input")
        ->check(CLI::Range(1, 64))
        ->capture_default_str();
    command->add_option("--device", arguments->options.device, "cpu, cuda or cuda:N");
    command->callback([arguments, select] {
        if (arguments->method == "both")
            arguments->options.methods = {InfluenceMethod::HiResCam, InfluenceMethod::Occlusion};
        else if (arguments->method == "occlusion")
            arguments->options.methods = {InfluenceMethod::Occlusion};
        select([arguments](const Context& context) { return runExplain(*arguments, context); });
    });
}

} // namespace nidus::cli
