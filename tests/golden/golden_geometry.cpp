// SPDX-License-Identifier: Apache-2.0
// Where nnU-Net's trainer cuts patches, its learning rate, and the weights of its sliding window.
#include "core/base/npy.h"
#include "core/model/sliding_window.h"
#include "core/training/augment.h"
#include "core/training/patch_sampling.h"
#include "core/training/schedule.h"
#include "tests/golden/golden_row.h"

#include <array>
#include <cmath>
#include <fstream>

namespace nidus::golden {
namespace {

using Json = nlohmann::json;
using Triple = std::array<std::int64_t, 3>;

Json readFacts(const GoldenEntry& entry) {
    std::ifstream file(entry.file("facts"));
    return Json::parse(file);
}

Triple patchFrom(const Json& sizes) {
    Triple patch{1, 1, 1};
    for (std::size_t a = 0; a < sizes.size(); ++a)
        patch[3 - sizes.size() + a] = sizes[a];
    return patch;
}

void checkInitialPatch(const GoldenEntry& entry, GoldenRow& row) {
    note(row, 0, 0, "");
    for (const Json& fact : readFacts(entry).at("rows")) {
        const Triple patch = patchFrom(fact.at("patch_size"));
        const double angle = largestRotation(AugmentationRecipe{}, patch);
        const std::string what = "patch " + fact.at("patch_size").dump();
        note(row, std::abs(angle - fact.at("rotation_range_rad").at(1).get<double>()), 1e-12, what + ", angle");
        const bool isFlat = fact.at("patch_size").size() == 2;
        const bool dummy2d = usesDummy2d(patch) && !isFlat;
        note(row, dummy2d == fact.at("dummy_2d").get<bool>() ? 0 : 1, 0, what + ", dummy-2D");
        const Triple box = initialPatchSize(patch, angle, dummy2d);
        note(row, box == patchFrom(fact.at("initial_patch_size")) ? 0 : 1, 0, what);
    }
}

void checkTrainingCrops(const GoldenEntry& entry, GoldenRow& row) {
    note(row, 0, 0, "");
    for (const Json& fact : readFacts(entry).at("rows")) {
        const std::int64_t box = fact.at("initial_patch");
        const StartRange range = startRange(fact.at("size"), box, fact.at("final_patch"));
        const StartRange expected{fact.at("lowest_start"), fact.at("highest_start")};
        note(row, range == expected ? 0 : 1, 0, "starts for size " + fact.at("size").dump());
        for (const auto& [voxel, start] : fact.at("start_if_centred_on_voxel").items())
            note(row, centredStart(range, std::stoll(voxel), box) == start.get<std::int64_t>() ? 0 : 1, 0,
                 "start about voxel " + voxel + " of size " + fact.at("size").dump());
    }
}

void checkOversampling(const GoldenEntry& entry, GoldenRow& row) {
    note(row, 0, 0, "");
    for (const Json& fact : readFacts(entry).at("rows"))
        for (std::size_t i = 0; i < fact.at("forced").size(); ++i)
            note(row,
                 isForegroundForced(static_cast<std::int64_t>(i), fact.at("batch_size"))
                         == fact.at("forced")[i].get<bool>()
                     ? 0
                     : 1,
                 0, "batch of " + fact.at("batch_size").dump());
}

void checkPolynomialRate(const GoldenEntry& entry, GoldenRow& row) {
    const Json facts = readFacts(entry);
    for (const auto& [epoch, rate] : facts.at("lr").items())
        note(row,
             std::abs(polynomialRate(facts.at("initial_lr"), std::stoi(epoch), facts.at("epochs")) - rate.get<double>())
                 / rate.get<double>(),
             1e-12, "epoch " + epoch);
}

void checkGaussian(const GoldenEntry& entry, GoldenRow& row) {
    const Json& rows = entry.params.at("rows");
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const std::vector<float> map = gaussianImportance(rows[i].at("tile").get<Triple>());
        note(row,
             maxDifference(std::vector<double>(map.begin(), map.end()),
                           readNpy(entry.file("map_" + std::to_string(i))).values),
             entry.tolerance.at("abs"), "map of " + rows[i].at("tile").dump());
    }
}

std::vector<GoldenRow> checkGeometry(const GoldenIndex& index) {
    const std::pair<const char*, void (*)(const GoldenEntry&, GoldenRow&)> checks[] = {
        {"initial_patch", checkInitialPatch},
        {"training_crops", checkTrainingCrops},
        {"oversampling", checkOversampling},
        {"poly_lr", checkPolynomialRate},
        {"gaussian_importance", checkGaussian}};
    std::vector<GoldenRow> rows;
    for (const auto& [name, check] : checks)
        for (GoldenRow& row : checkEach(index, "geometry", check, {name}))
            rows.push_back(std::move(row));
    return rows;
}

const GoldenRegistration kRegistration{checkGeometry};

} // namespace
} // namespace nidus::golden
