// SPDX-License-Identifier: Apache-2.0
#include "app/cli/commands.h"
#include "app/cli/problem_line.h"
#include "core/base/error_json.h"
#include "core/base/parallel.h"
#include "core/model/engine.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdio>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

namespace nidus::cli {
namespace {

struct Options {
    std::string device = "cpu";
    int threads = threadBudget();
};

struct Part {
    Precision precision;
    SelfTestReport report;
};

void printJson(const std::vector<Part>& parts, const std::vector<Problem>& problems, bool passed) {
    nlohmann::ordered_json checks = nlohmann::ordered_json::array();
    for (const Part& part : parts)
        for (const SelfTestReport::Check& check : part.report.checks)
            checks.push_back({{"name", check.name},
                              {"precision", precisionName(part.precision)},
                              {"error", check.error},
                              {"tolerance", check.tolerance},
                              {"passed", check.passed}});
    const nlohmann::ordered_json document{{"device", parts.front().report.device},
                                          {"library", parts.front().report.libraryVersion},
                                          {"passed", passed},
                                          {"checks", checks},
                                          {"problems", nlohmann::ordered_json::parse(toJson(problems))}};
    std::cout << document.dump(2) << '\n';
}

void printText(const std::vector<Part>& parts, const std::vector<Problem>& problems, bool passed) {
    for (const Problem& problem : problems)
        std::printf("%s\n", lineOf(problem).c_str());
    std::printf("LibTorch %s on %s\n", parts.front().report.libraryVersion.c_str(),
                parts.front().report.device.c_str());
    for (const Part& part : parts)
        for (const SelfTestReport::Check& check : part.report.checks)
            std::printf("%-6s %-9s %-24s error %.3g, allowed %.3g\n", check.passed ? "ok" : "FAILED",
                        precisionName(part.precision), check.name.c_str(), check.error, check.tolerance);
    std::printf("%s\n", passed ? "The network computes as it should." : "The network does not compute as it should.");
}

int run(const Options& options, const Context& context) {
    std::vector<Problem> problems;
    const auto engine = loadComputeEngine([&problems](const Problem& problem) { problems.push_back(problem); });
    std::vector<Part> parts;
    bool passed = true;
    for (const Precision precision : {Precision::Float32, Precision::Bfloat16, Precision::Float16}) {
        context.control.step(static_cast<double>(parts.size()) / 3,
                             std::string("Self-test in ") + precisionName(precision));
        parts.push_back({precision, engine->selfTest({options.device, options.threads, precision})});
        const auto& checks = parts.back().report.checks;
        passed = passed && std::all_of(checks.begin(), checks.end(), [](const auto& check) { return check.passed; });
    }
    (context.json ? printJson : printText)(parts, problems, passed);
    return passed ? 0 : 1;
}

} // namespace

void addSelftestCommand(CLI::App& program, const Select& select) {
    CLI::App* command = program.add_subcommand(
        "selftest", "check the network on this machine: known outputs, gradients, learning; exit 1 if a check fails");
    const auto options = std::make_shared<Options>();
    command->add_option("--device", options->device, "cpu, cuda or cuda:N")->capture_default_str();
    command->add_option("--threads", options->threads, "threads to compute with")->check(CLI::Range(1, 1024));
    command->callback([=] { select([=](const Context& context) { return run(*options, context); }); });
}

} // namespace nidus::cli
