// SPDX-License-Identifier: Apache-2.0
#include "core/training/coach.h"

#include "core/statistics/association.h"
#include "core/training/fold_record.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <functional>
#include <map>
#include <string>
#include <utility>

namespace nidus {
namespace {

/// From here on a baseline is worth a word: halfway between chance and a perfect ranking.
constexpr double kTellingAuc = 0.75;
constexpr double kTellingP = 0.01;
constexpr std::size_t kFewestOfAKind = 3;

std::string decimals(double value, int count = 2) {
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "%.*f", count, value);
    return text.data();
}

/// Log-loss of predicting every case by the shares of the classes.
double baseRateLogLoss(const TrainingJob& job) {
    std::map<int, double> counts;
    for (const JobCase& c : job.cases)
        ++counts[c.label];
    const auto n = static_cast<double>(job.cases.size());
    double sum = 0;
    for (const auto& [label, count] : counts)
        sum -= count / n * std::log(count / n);
    return sum;
}

void aboutSignal(const RunResult& result, std::vector<Problem>& problems) {
    constexpr double kLevel = 0.05;
    if (!result.signal || result.signal->p <= kLevel)
        return;
    problems.push_back({"TRN-054",
                        Severity::Warning,
                        "No signal: a regression on the frozen features predicts these labels no better than permuted "
                        "ones (p = "
                            + threeDecimals(result.signal->p) + " in " + std::to_string(result.signal->permutations)
                            + " permutations). Whatever the figures say may be chance; add cases, or ask whether the "
                              "images show the label.",
                        {}});
}

void aboutVolume(const RunResult& result, std::vector<Problem>& problems) {
    const auto found = result.evaluation.baselines.find("volume_auc");
    if (found == result.evaluation.baselines.end() || !found->second || *found->second < kTellingAuc)
        return;
    const std::string auc = threeDecimals(*found->second);
    problems.push_back({"TRN-050",
                        Severity::Warning,
                        "The label follows the foreground volume: volume alone reaches an AUC of " + auc
                            + ". Leave zoom augmentation off, and ask whether size is what you want to recognise.",
                        {}});
    if (result.evaluation.aucPooled && result.evaluation.aucPooled->low <= *found->second)
        problems.push_back({"TRN-051",
                            Severity::Warning,
                            "The classifier (pooled AUC " + threeDecimals(result.evaluation.aucPooled->value)
                                + ") is not clearly better than volume alone (" + auc + ").",
                            {}});
}

/// Average pooling after instance normalisation leaves features of very different scale around constants; a head that
/// starts from zero then stays at the base rate.
void aboutLearning(const TrainingJob& job, const RunResult& result, std::vector<Problem>& problems) {
    constexpr double kHardly = 0.95, kClearly = 0.9;
    const double base = baseRateLogLoss(job);
    if (job.recipe.probe || !result.finetuned || result.finetuned->logLoss < kHardly * base
        || result.probe.logLoss > kClearly * base)
        return;
    problems.push_back(
        {"TRN-052",
         Severity::Warning,
         "The head that started from zero hardly learned: log-loss " + threeDecimals(result.finetuned->logLoss)
             + ", where predicting the shares of the classes has " + threeDecimals(base)
             + " and a logistic regression on the same features, standardised, " + threeDecimals(result.probe.logLoss)
             + ". The pooled features are badly scaled; take the preset balanced, which standardises "
               "them and starts from the regression.",
         {}});
}

void aboutClasses(const RunResult& result, std::vector<Problem>& problems) {
    const Evaluation& e = result.evaluation;
    for (std::size_t k = 0; k < e.classes.size() && k < e.confusion.size(); ++k) {
        std::int64_t cases = 0, predicted = 0;
        for (std::size_t j = 0; j < e.classes.size(); ++j) {
            cases += e.confusion[k][j];
            predicted += e.confusion[j][k];
        }
        if (cases == 0 || predicted > 0)
            continue;
        problems.push_back({"TRN-056",
                            Severity::Warning,
                            "The class " + e.classes[k] + " is never predicted, though " + std::to_string(cases)
                                + " cases have it. Its probability may still rank the cases (see its AUC); choose "
                                  "a threshold for it, or add cases of this class.",
                            {}});
    }
}

/// Where the recipe keeps fine-tuned weights whatever inner validation says.
void aboutTuning(const TrainingJob& job, const RunResult& result, std::vector<Problem>& problems) {
    if (job.recipe.keep != Keep::Finetuned || !result.finetuned || result.probe.logLoss >= result.finetuned->logLoss)
        return;
    problems.push_back({"TRN-057",
                        Severity::Warning,
                        "The probe on frozen features beats fine-tuning: log-loss "
                            + threeDecimals(result.probe.logLoss) + " against "
                            + threeDecimals(result.finetuned->logLoss)
                            + " on the same cases. The recipe keeps the fine-tuned weights; the preset balanced keeps "
                              "whichever inner validation prefers.",
                        {}});
}

/// Numbers the kinds of a property in the order of their first case; kinds of few cases are one kind together.
std::vector<int> numbered(const std::vector<std::string>& kinds, std::vector<std::string>& names) {
    std::map<std::string, std::size_t> counts;
    for (const std::string& kind : kinds)
        ++counts[kind];
    std::vector<int> numbers;
    for (const std::string& kind : kinds) {
        const std::string name = counts[kind] < kFewestOfAKind ? "other" : kind;
        const auto known = std::ranges::find(names, name);
        numbers.push_back(static_cast<int>(known - names.begin()));
        if (known == names.end())
            names.push_back(name);
    }
    return numbers;
}

using KindOf = std::function<std::string(const JobCase&)>;

/// Whether the property goes with the label, which is then among the problems.
bool aboutScanning(const TrainingJob& job, const std::string& property, const KindOf& kindOf,
                   std::vector<Problem>& problems) {
    std::vector<std::string> kinds, names;
    std::vector<int> labels;
    for (const JobCase& c : job.cases) {
        kinds.push_back(kindOf(c));
        labels.push_back(c.label);
    }
    const std::vector<int> numbers = numbered(kinds, names);
    if (names.size() < 2 || associationP(numbers, labels, job.recipe.seed) > kTellingP)
        return false;
    // The kind and the class that go together most.
    struct {
        std::size_t kind = 0, label = 0, inClass = 0, ofClass = 0, inRest = 0, ofRest = 0;
        double difference = -1;
    } best;
    for (std::size_t kind = 0; kind < names.size(); ++kind)
        for (std::size_t label = 0; label < job.classes.size(); ++label) {
            std::size_t inClass = 0, ofClass = 0, inRest = 0, ofRest = 0;
            for (std::size_t i = 0; i < labels.size(); ++i) {
                const bool isKind = numbers[i] == static_cast<int>(kind);
                const bool isClass = labels[i] == static_cast<int>(label);
                ++(isClass ? ofClass : ofRest);
                (isClass ? inClass : inRest) += isKind ? 1 : 0;
            }
            if (ofClass == 0 || ofRest == 0)
                continue;
            const double difference = static_cast<double>(inClass) / static_cast<double>(ofClass)
                                      - static_cast<double>(inRest) / static_cast<double>(ofRest);
            if (difference > best.difference)
                best = {kind, label, inClass, ofClass, inRest, ofRest, difference};
        }
    problems.push_back({"TRN-053",
                        Severity::Warning,
                        "The " + property + " goes with the label: " + names[best.kind] + " in "
                            + std::to_string(best.inClass) + " of " + std::to_string(best.ofClass) + " cases of "
                            + job.classes[best.label] + ", but in " + std::to_string(best.inRest) + " of "
                            + std::to_string(best.ofRest)
                            + " others. The classifier may recognise the scanner instead of the patient; compare cases "
                              "that were scanned alike.",
                        {}});
    return true;
}

/// What the scanners of a case's images have in common, or each of them.
std::string ofScanners(const JobCase& c, const std::function<std::string(const Scanner&)>& nameOf) {
    std::vector<std::string> names;
    for (const Scanner& scanner : c.scanners)
        if (const std::string name = nameOf(scanner); std::ranges::find(names, name) == names.end())
            names.push_back(name);
    std::string text;
    for (const std::string& name : names)
        text += (text.empty() ? "" : " and ") + name;
    return text;
}

/// A model implies its maker, and often its field strength: the first of them that tells is enough.
void aboutScanners(const TrainingJob& job, std::vector<Problem>& problems) {
    const std::string unknown = "not stated";
    const auto orUnknown = [&](const std::string& name) { return name.empty() ? unknown : name; };
    const std::pair<const char*, std::function<std::string(const Scanner&)>> properties[] = {
        {"manufacturer of the scanner", [&](const Scanner& s) { return orUnknown(s.manufacturer); }},
        {"model of the scanner", [&](const Scanner& s) { return orUnknown(s.model); }},
        {"field strength of the scanner",
         [&](const Scanner& s) { return s.fieldStrength > 0 ? decimals(s.fieldStrength, 1) + " T" : unknown; }}};
    for (const auto& [property, nameOf] : properties)
        if (aboutScanning(
                job, property, [&nameOf](const JobCase& c) { return ofScanners(c, nameOf); }, problems))
            return;
}

} // namespace

std::vector<Problem> coach(const TrainingJob& job, const RunResult& result) {
    std::vector<Problem> problems;
    aboutSignal(result, problems);
    aboutVolume(result, problems);
    aboutLearning(job, result, problems);
    aboutTuning(job, result, problems);
    aboutClasses(result, problems);
    aboutScanners(job, problems);
    aboutScanning(
        job, "voxel spacing",
        [](const JobCase& c) {
            return decimals(c.spacing[0]) + " x " + decimals(c.spacing[1]) + " x " + decimals(c.spacing[2]) + " mm";
        },
        problems);
    aboutScanning(
        job, "matrix",
        [](const JobCase& c) {
            return std::to_string(c.shapeStored[0]) + " x " + std::to_string(c.shapeStored[1]) + " x "
                   + std::to_string(c.shapeStored[2]) + " voxels";
        },
        problems);
    return problems;
}

std::vector<Problem> curveFindings(const InnerChoice& inner) {
    constexpr std::size_t kFewest = 4;
    constexpr double kRise = 0.05, kFlat = 0.01;
    const std::vector<double>& curve = inner.tunedLogLoss;
    if (curve.size() < kFewest)
        return {};
    const auto lowest = std::ranges::min_element(curve);
    const auto epoch = static_cast<std::size_t>(lowest - curve.begin()) + 1;
    if (epoch + 2 <= curve.size() && curve.back() > *lowest * (1 + kRise))
        return {{"TRN-058",
                 Severity::Info,
                 "over-fitting since epoch " + std::to_string(epoch) + ": the inner log-loss rises from "
                     + threeDecimals(*lowest) + " to " + threeDecimals(curve.back()) + ".",
                 {}}};
    const auto half = curve.begin() + static_cast<std::ptrdiff_t>(curve.size() / 2);
    const auto [low, high] = std::minmax_element(half, curve.end());
    if (*high <= *low * (1 + kFlat))
        return {{"TRN-059",
                 Severity::Info,
                 "plateau: since epoch " + std::to_string(curve.size() / 2 + 1) + " the inner log-loss stays at "
                     + threeDecimals(*low) + "; more epochs of this recipe will not help.",
                 {}}};
    return {};
}

} // namespace nidus
