// SPDX-License-Identifier: Apache-2.0
#include "core/training/signal_test.h"

#include "core/base/files.h"
#include "core/base/parallel.h"

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
    std::vector<std::size_t> all(features.size());
    std::iota(all.begin(), all.end(), std::size_t{0});
    std::vector<int> labels, folds;
    for (const JobCase& c : job.cases) {
        labels.push_back(c.label);
        folds.push_back(c.fold);
    }
    PermutationOptions options;
    options.seed = job.recipe.seed;
    options.threads = threadBudget();
    return permutationTest(featureMatrix(features, all), labels, caseGroups(job.cases),
                           static_cast<int>(job.classes.size()), folds, options);
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
