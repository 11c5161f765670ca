// SPDX-License-Identifier: Apache-2.0
#include "core/statistics/split.h"

#include "core/base/error.h"
#include "core/base/random.h"
#include "core/statistics/patients.h"

#include <algorithm>
#include <tuple>

namespace nidus {
namespace {

void checkArguments(std::span<const int> labels, std::span<const std::string> patients, int classes) {
    if (labels.size() != patients.size())
        throw Error("STA-005", "A split needs one patient entry per case.");
    for (const int label : labels)
        if (label < 0 || label >= classes)
            throw Error("STA-005", "Label " + std::to_string(label) + " lies outside the " + std::to_string(classes)
                                       + " classes. Only labelled cases can be split.");
}

/// The patients whose first case is of this class, in random order.
std::vector<std::size_t> shuffledPatients(const std::vector<std::vector<std::size_t>>& groups,
                                          std::span<const int> labels, int label, std::uint64_t seed,
                                          std::uint32_t stream) {
    std::vector<std::size_t> mine;
    for (std::size_t g = 0; g < groups.size(); ++g)
        if (labels[groups[g].front()] == label)
            mine.push_back(g);
    Random random(
        {.seed = seed, .purpose = Purpose::Split, .fold = stream, .layer = static_cast<std::uint32_t>(label)});
    shuffle(mine, random);
    return mine;
}

void checkPatients(int label, std::size_t patients, std::size_t needed, const std::string& what) {
    if (patients < needed)
        throw Error("STA-002", "Class " + std::to_string(label) + " has " + std::to_string(patients)
                                   + " patients, too few for " + what + ".");
}

} // namespace

std::vector<int> stratifiedGroupFolds(std::span<const int> labels, std::span<const std::string> patients, int classes,
                                      int folds, std::uint64_t seed, std::uint32_t stream) {
    checkArguments(labels, patients, classes);
    if (folds < 2)
        throw Error("STA-005", "A split needs two folds at least.");
    const std::vector<std::vector<std::size_t>> groups = casesOfPatients(patients);
    const auto count = static_cast<std::size_t>(folds);
    std::vector<std::size_t> total(count, 0);
    std::vector<int> fold(labels.size(), 0);
    for (int label = 0; label < classes; ++label) {
        std::vector<std::size_t> mine = shuffledPatients(groups, labels, label, seed, stream);
        checkPatients(label, mine.size(), count, std::to_string(folds) + " folds. Add cases of it or use fewer folds");
        // Patients with many cases first: what comes later levels the folds out.
        std::stable_sort(mine.begin(), mine.end(),
                         [&](std::size_t a, std::size_t b) { return groups[a].size() > groups[b].size(); });
        std::vector<std::size_t> patientsOfClass(count, 0);
        std::vector<std::size_t> casesOfClass(count, 0);
        for (const std::size_t g : mine) {
            std::size_t best = 0;
            for (std::size_t f = 1; f < count; ++f)
                if (std::tie(casesOfClass[f], patientsOfClass[f], total[f])
                    < std::tie(casesOfClass[best], patientsOfClass[best], total[best]))
                    best = f;
            const std::size_t size = groups[g].size();
            casesOfClass[best] += size;
            total[best] += size;
            ++patientsOfClass[best];
            for (const std::size_t i : groups[g])
                fold[i] = static_cast<int>(best);
        }
    }
    return fold;
}

std::vector<bool> stratifiedGroupHoldOut(std::span<const int> labels, std::span<const std::string> patients,
                                         int classes, double share, std::uint64_t seed, std::uint32_t stream) {
    checkArguments(labels, patients, classes);
    if (!(share > 0 && share < 1))
        throw Error("STA-005", "The share of cases that are held out must lie between 0 and 1.");
    const std::vector<std::vector<std::size_t>> groups = casesOfPatients(patients);
    std::vector<bool> isHeldOut(labels.size(), false);
    for (int label = 0; label < classes; ++label) {
        const std::vector<std::size_t> mine = shuffledPatients(groups, labels, label, seed, stream);
        checkPatients(label, mine.size(), 2, "a hold-out. Add cases of it");
        double total = 0;
        for (const std::size_t g : mine)
            total += static_cast<double>(groups[g].size());
        const auto holdOut = [&](std::size_t g) {
            for (const std::size_t i : groups[g])
                isHeldOut[i] = true;
        };
        double held = 0;
        for (const std::size_t g : mine) {
            const auto size = static_cast<double>(groups[g].size());
            if (held + size / 2 > share * total || held + size >= total)
                continue;
            holdOut(g);
            held += size;
        }
        if (held == 0)
            holdOut(*std::ranges::min_element(mine, {}, [&](std::size_t g) { return groups[g].size(); }));
    }
    return isHeldOut;
}

} // namespace nidus
