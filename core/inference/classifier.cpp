// SPDX-License-Identifier: Apache-2.0
#include "core/inference/classifier.h"

#include "core/base/files.h"
#include "core/inference/classifier_content.h"
#include "core/inference/input_checks.h"
#include "core/inference/stored_zip.h"
#include "core/model/pretrained_model.h"
#include "core/statistics/evaluation.h"
#include "core/training/job.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <iterator>
#include <set>
#include <sstream>
#include <utility>

namespace nidus {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kCasesAtOnce = 8; ///< prepared and held in memory together

void checkDigests(const fs::path& file, const fs::path& folder, const std::vector<std::string>& names) {
    std::set<std::string> unlisted(names.begin(), names.end());
    if (!unlisted.contains("manifest.json") || !unlisted.contains("SHA256SUMS"))
        throw Error("CLF-001", file.string() + " is not a classifier of Nidus (.nidusmodel).");
    unlisted.erase("SHA256SUMS");
    std::istringstream lines(readTextFile(folder / "SHA256SUMS"));
    for (std::string line; std::getline(lines, line);) {
        constexpr std::size_t kDigestLength = 64;
        const std::string name = line.size() > kDigestLength + 2 ? line.substr(kDigestLength + 2) : std::string();
        if (unlisted.erase(name) == 0 || sha256File(folder / name) != line.substr(0, kDigestLength))
            throw Error("CLF-002", file.string() + " is damaged: " + (name.empty() ? "its list of digests" : name)
                                       + " is not what was written. Ask for a new copy.");
    }
    if (!unlisted.empty())
        throw Error("CLF-002", file.string() + " is damaged: the digest of " + *unlisted.begin()
                                   + " is missing. Ask for a new copy.");
}

} // namespace

Classifier::Content::Content(const fs::path& file) : fileName(file.filename().string()) {
    const auto names = unpackStoredZip(file, folder.path());
    checkDigests(file, folder.path(), names);
    manifest = manifestFromJson(readTextFile(folder.path() / "manifest.json"));
    const PretrainedModel model = readModelFolder(folder.path() / "model");
    plan = {model.plans, model.configuration, manifest.frame};
    encoder = {model.architecture, {}, manifest.encoderSeed};
    encoder.random = !manifest.pretrained;
    if (manifest.pretrained)
        encoder.weights.push_back(folder.path() / "model" / "encoder.safetensors");
    for (const auto& entry : manifest.members) {
        const fs::path weights = folder.path() / entry.weights;
        members.push_back({readMember(weights), readNovelty(folder.path() / entry.novelty), weights});
        if (static_cast<std::size_t>(members.back().member.head.classes) != manifest.classes.size())
            throw Error("CLF-002", file.string() + " is damaged: a member has another number of classes.");
    }
    std::set<int> folds;
    for (const auto& entry : manifest.members)
        folds.insert(entry.fold);
    info = {manifest.name,
            manifest.classes,
            manifest.positive,
            manifest.channelNames,
            static_cast<int>(members.size()),
            std::to_string(manifest.trainingCases) + " cases, " + std::to_string(folds.size())
                + (folds.size() == 1 ? " fold" : " folds"),
            manifest.trust.zones,
            manifest.trust.outOfFoldCases,
            manifest.trust.outOfFoldFlagged};
}

/// Members that are probes share one pass through the pretrained encoder, which also gives the novelty score.
void Classifier::Content::classify(std::span<PendingCase> cases, ComputeEngine& engine, const ComputeSettings& compute,
                                   const JobControl& control) const {
    const CaseSource source{cases.size(), [cases](std::size_t i) { return cases[i].prepared; },
                            [cases](std::size_t i) { return cases[i].input->name; }};
    std::map<std::pair<HeadKind, std::array<std::int64_t, 3>>, std::vector<std::vector<float>>> features;
    const auto passes = static_cast<double>(members.size() + 1);
    double done = 0;
    for (PendingCase& c : cases) {
        c.logits.assign(manifest.classes.size(), 0.0);
        c.novelty = {};
    }
    for (const LoadedMember& loaded : members) {
        const Member& member = loaded.member;
        const auto key = std::pair(member.head.kind, member.input.size);
        if (!features.contains(key))
            features[key] = engine.encode(encoder, member.head.kind, member.input, source, compute,
                                          control.part(done, done + 1 / passes));
        const auto& rows = features.at(key);
        std::vector<std::vector<double>> logits;
        if (member.isFinetuned)
            logits = engine.classify(memberEncoder(encoder, member, loaded.file), member.head, member.input, source,
                                     compute, control.part(done, done + 1 / passes));
        for (std::size_t i = 0; i < cases.size(); ++i) {
            if (!member.isFinetuned)
                logits.push_back(logitsOf(member.head, rows[i]));
            for (std::size_t k = 0; k < cases[i].logits.size(); ++k)
                cases[i].logits[k] += logits[i][k] / member.temperature;
            const NoveltyScores scores = noveltyScores(loaded.novelty, rows[i]);
            cases[i].novelty.mahalanobis += scores.mahalanobis;
            cases[i].novelty.neighbours += scores.neighbours;
        }
        done += 1 / passes;
    }
}

std::vector<Problem> Classifier::Content::classifyOrRefuse(std::vector<PendingCase>& cases, ComputeEngine& engine,
                                                           const ComputeSettings& compute,
                                                           const JobControl& control) const {
    try {
        classify(cases, engine, compute, control);
        return {};
    } catch (const Error& error) {
        if (error.caseId().empty())
            throw;
    }
    // One of them cannot be classified; each by itself shows which.
    std::vector<Problem> refused;
    std::erase_if(cases, [&](PendingCase& c) {
        try {
            classify({&c, 1}, engine, compute, control);
            return false;
        } catch (const Error& error) {
            if (error.caseId().empty())
                throw;
            refused.push_back({error.code(), Severity::Blocker, error.what(), error.caseId()});
            return true;
        }
    });
    return refused;
}

CasePrediction Classifier::Content::conclusion(const PendingCase& pending) const {
    const auto count = static_cast<double>(members.size());
    std::vector<double> logits = pending.logits;
    for (double& logit : logits)
        logit /= count;
    const std::vector<double> probabilities = softmax(logits);
    CasePrediction prediction;
    prediction.input = pending.input->name;
    for (std::size_t k = 0; k < probabilities.size(); ++k)
        prediction.probabilities[manifest.classes[k]] = probabilities[k];
    const auto best = std::ranges::max_element(probabilities) - probabilities.begin();
    prediction.prediction = manifest.classes[static_cast<std::size_t>(best)];
    const NoveltyScores novelty{pending.novelty.mahalanobis / count, pending.novelty.neighbours / count};
    Verdict verdict = verdictOn(manifest.trust, factsOf(pending.prepared, pending.input->channels), novelty);
    prediction.oodScore = verdict.oodScore;
    prediction.oodFlag = verdict.isFlagged;
    prediction.problems = std::move(verdict.problems);
    if (!manifest.positive.empty())
        prediction.zone = zoneOf(manifest.trust, verdict, prediction.probabilities.at(manifest.positive));
    return prediction;
}

Classifier::Classifier(const fs::path& file) : m_content(std::make_unique<Content>(file)) {}
Classifier::~Classifier() = default;
Classifier::Classifier(Classifier&&) noexcept = default;
Classifier& Classifier::operator=(Classifier&&) noexcept = default;

const ClassifierInfo& Classifier::info() const {
    return m_content->info;
}

PredictReport Classifier::predict(const std::vector<PredictInput>& inputs, SeriesReader& reader, ComputeEngine& engine,
                                  const std::string& device, const JobControl& control,
                                  const std::function<void(const CasePrediction&)>& onCase) const {
    const auto start = std::chrono::steady_clock::now();
    Recipe recipe;
    recipe.precision = m_content->manifest.precision;
    const ComputeSettings compute = pinnedCompute(recipe, device);
    PredictReport report;
    report.model = m_content->fileName;
    std::vector<PendingCase> pending;
    const auto total = static_cast<double>(std::max<std::size_t>(inputs.size(), 1));
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        const PredictInput& input = inputs[i];
        control.step(static_cast<double>(i) / total, "Reading " + input.name);
        try {
            checkChannels(input, m_content->manifest.channelNames);
            pending.push_back({&input, prepareCase(input.channels, m_content->plan, reader, control), {}, {}});
        } catch (const std::exception&) {
            const Error error = asError(std::current_exception());
            report.refused.push_back({error.code(), Severity::Blocker, error.what(), input.name});
        }
        if (pending.empty() || (pending.size() < kCasesAtOnce && i + 1 < inputs.size()))
            continue;
        std::ranges::move(m_content->classifyOrRefuse(
                              pending, engine, compute,
                              control.part(static_cast<double>(i) / total, static_cast<double>(i + 1) / total)),
                          std::back_inserter(report.refused));
        for (const PendingCase& c : pending) {
            report.cases.push_back(m_content->conclusion(c));
            if (onCase)
                onCase(report.cases.back());
        }
        pending.clear();
    }
    report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return report;
}

} // namespace nidus
