// SPDX-License-Identifier: Apache-2.0
#include "core/training/signal_test.h"

#include "core/base/files.h"
#include "core/base/parallel.h"
#include "core/statistics/split.h"

#include <nlohmann/json.hpp>

#include <numeric>
#include <string>
#include <vector>

namespace nidus {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;
constexpr int kFormat = 1;
constexpr const char* kFile = "signal.json";

} // namespace

PermutationTest signalTest(const TrainingJob& job, const FeatureRows& features) {
    const std::vector<std::string> groupOf = caseGroups(job.cases);
    const auto classes = static_cast<int>(job.classes.size());
    const std::vector<int> outer = job.folds();
    const bool isHoldOut = outer.size() == 1;
    std::vector<std::size_t> rows(job.cases.size());
    std::iota(rows.begin(), rows.end(), std::size_t{0});
    if (isHoldOut)
        rows = job.trainingCases(outer.front());
    std::vector<int> labels, folds;
    std::vector<std::string> groups;
    for (const std::size_t i : rows) {
        labels.push_back(job.cases[i].label);
        groups.push_back(groupOf[i]);
        folds.push_back(job.cases[i].fold.value_or(0));
    }
    if (isHoldOut)
        folds = stratifiedGroupFolds(labels, groups, classes, job.recipe.innerFolds, job.recipe.seed,
                                     static_cast<std::uint32_t>(outer.front()) + 1);
    PermutationOptions options;
    options.seed = job.recipe.seed;
    options.threads = threadBudget();
    return permutationTest(featureMatrix(features, rows), labels, groups, classes, folds, options);
}

void writeSignalTest(const fs::path& runFolder, const PermutationTest& test) {
    const Json json{{"format", kFormat},
                    {"log_loss", test.logLoss},
                    {"permutations", test.permutations},
                    {"at_least_as_good", test.atLeastAsGood},
                    {"p", test.p}};
    writeFileAtomically(runFolder / kFile, json.dump(1) + "\n");
}

bool hasSignalTest(const fs::path& runFolder) {
    return fs::exists(runFolder / kFile);
}

std::optional<PermutationTest> readSignalTest(const fs::path& runFolder) {
    const fs::path file = runFolder / kFile;
    if (!fs::exists(file))
        return {};
    try {
        const Json json = Json::parse(readTextFile(file));
        if (json.at("format").get<int>() > kFormat)
            throw Error("TRN-014", file.string() + " was written by a newer version of Nidus. Please update Nidus.");
        PermutationTest test;
        json.at("log_loss").get_to(test.logLoss);
        json.at("permutations").get_to(test.permutations);
        json.at("at_least_as_good").get_to(test.atLeastAsGood);
        json.at("p").get_to(test.p);
        return test;
    } catch (const Json::exception& error) {
        throw Error("TRN-013", file.string() + " is damaged: " + error.what());
    }
}

} // namespace nidus
