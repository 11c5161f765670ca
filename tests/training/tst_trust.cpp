// SPDX-License-Identifier: Apache-2.0
#include "core/base/random.h"
#include "core/inference/input_checks.h"
#include "core/inference/trust.h"
#include "core/training/image_traits.h"
#include "tests/support/error_code.h"

#include <QTest>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

using namespace nidus;
using namespace nidus::test;
using Json = nlohmann::json;

namespace {

/// A cube of `side` voxels, all of it foreground, of these values.
template <class Value>
PreprocessedCase cube(std::int64_t side, Value&& value) {
    PreprocessedCase c;
    c.image = {1, {side, side, side}, {1, 1, 1}, {}};
    for (std::int64_t z = 0; z < side; ++z)
        for (std::int64_t y = 0; y < side; ++y)
            for (std::int64_t x = 0; x < side; ++x)
                c.image.voxels.push_back(static_cast<float>(value(z, y, x)));
    c.nonzero.assign(c.image.voxels.size(), 1);
    c.shapeAfterCropping = c.image.shape;
    c.spacingBeforeResampling = {1, 1, 1};
    c.nonzeroVolumeMm3 = static_cast<double>(c.image.voxels.size());
    return c;
}

CaseFacts facts(double scale = 1) {
    CaseFacts f;
    f.spacing = {scale, scale, scale};
    f.size = {100 * scale, 100 * scale, 100 * scale};
    f.volumeMm3 = 5e5 * scale * scale * scale;
    f.meanIntensity = 40;
    f.modalities = {"MR"};
    f.traits = ImageTraits{{0.9, 0.9, 0.8}, 0.5};
    return f;
}

TrainingRange rangeAround() {
    CaseFacts second = facts(1.2);
    second.meanIntensity = 60;
    second.traits = ImageTraits{{0.95, 0.9, 0.9}, 0.6};
    return trainingRange({facts(), second}, false);
}

/// "CLF-101 CLF-102": codes of the findings that count.
std::string codes(const TrainingRange& range, const CaseFacts& f) {
    std::string text;
    for (const InputFinding& finding : inputFindings(range, f))
        if (finding.score > 1 && text.find(finding.problem.code) == std::string::npos)
            text += (text.empty() ? "" : " ") + finding.problem.code;
    return text;
}

std::string codesAfter(void (*change)(CaseFacts&)) {
    CaseFacts changed = facts();
    change(changed);
    return codes(rangeAround(), changed);
}

Trust exampleTrust() {
    Trust trust;
    trust.range = rangeAround();
    trust.limits = {1.25, 0.75, 1.1, 2};
    trust.zones = {{0.9, 0.97}, Zone{0.1, 80, 1, 0.04}, {}};
    trust.outOfFoldCases = 60;
    trust.outOfFoldFlagged = 3;
    return trust;
}

} // namespace

class TestTrust : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void smoothnessTellsNoiseFromAnatomy() {
        Random random({.seed = 2, .purpose = Purpose::Phantom});
        const ImageTraits noise = imageTraits(cube(24, [&](auto, auto, auto) { return random.normal(); }));
        const ImageTraits waves = imageTraits(cube(
            24, [](auto z, auto y, auto) { return std::sin(static_cast<double>(z) / 4) + (y % 2 == 0 ? 1 : -1); }));
        for (const double correlation : noise.smoothness)
            QVERIFY2(std::abs(correlation) < 0.03, std::to_string(correlation).c_str());
        QCOMPARE(noise.foregroundShare, 1.0);
        QVERIFY(waves.smoothness[0] > 0.9);
        QVERIFY(waves.smoothness[1] < -0.2);
        QVERIFY(std::abs(waves.smoothness[2] - 1) < 1e-9);
    }

    void onlyTheForegroundCounts() {
        PreprocessedCase c = cube(8, [](auto z, auto, auto) { return z; });
        const ImageTraits whole = imageTraits(c);
        for (std::size_t i = 0; i < c.nonzero.size() / 2; ++i) {
            c.image.voxels[i] = i % 2 == 0 ? 1000.0F : -1000.0F;
            c.nonzero[i] = 0;
        }
        const ImageTraits half = imageTraits(c);
        QCOMPARE(half.foregroundShare, 0.5);
        QVERIFY(half.smoothness[0] > 0 && half.smoothness[0] < whole.smoothness[0]);
        QCOMPARE(half.smoothness[2], 1.0);
        QVERIFY(imageTraits(cube(3, [](auto, auto, auto) { return 7; })).smoothness
                == (std::array<double, 3>{1, 1, 1})); // nothing varies
        QVERIFY(imageTraits(PreprocessedCase{}) == ImageTraits{});
    }

    void factsOfBothWaysAgree() {
        const PreprocessedCase prepared = cube(6, [](auto z, auto y, auto x) { return z + y * x; });
        JobCase jobCase;
        jobCase.spacing = prepared.spacingBeforeResampling;
        jobCase.shapeCropped = prepared.shapeAfterCropping;
        jobCase.volumeMm3 = prepared.nonzeroVolumeMm3;
        jobCase.traits = imageTraits(prepared);
        jobCase.modalities = {"CT"};
        SeriesSource source;
        source.modality = "CT";
        const CaseFacts a = factsOf(jobCase), b = factsOf(prepared, {source});
        QVERIFY(a.spacing == b.spacing && a.size == b.size && a.volumeMm3 == b.volumeMm3 && a.traits == b.traits);
        QCOMPARE(a.modalities, b.modalities);
    }

    void whatTrainingHadIsInRange() {
        QCOMPARE(codes(rangeAround(), facts()), std::string());
        QCOMPARE(highestScore(inputFindings(rangeAround(), facts(1.1))), 0.0);
        QCOMPARE(highestScore({}), 0.0);
    }

    void wrongSizesAreFound() {
        QCOMPARE(codes(rangeAround(), facts(1.75)), std::string("CLF-102")); // the volume: 1.75 / 1.2, cubed
        QCOMPARE(codes(rangeAround(), facts(2)), std::string("CLF-101 CLF-102"));
        QCOMPARE(codes(rangeAround(), facts(0.5)), std::string("CLF-101 CLF-102"));
        QCOMPARE(codesAfter([](CaseFacts& f) { f.spacing[1] = 1.79; }), std::string());
        QCOMPARE(codesAfter([](CaseFacts& f) { f.spacing[1] = 1.81; }), std::string("CLF-101"));
        QCOMPARE(codesAfter([](CaseFacts& f) { f.spacing[1] = 0; }), std::string("CLF-101"));
        QCOMPARE(codesAfter([](CaseFacts& f) { f.size[2] = 241; }), std::string("CLF-102"));
        QCOMPARE(codesAfter([](CaseFacts& f) { f.volumeMm3 = 2.4e5; }), std::string("CLF-102"));
    }

    void intensityCountsWhereItsUnitIsFixed() {
        QCOMPARE(codesAfter([](CaseFacts& f) { f.meanIntensity = 1e6; }), std::string());
        QCOMPARE(codesAfter([](CaseFacts& f) { f.meanIntensity = -1; }), std::string("CLF-103")); // never was negative
        TrainingRange range = rangeAround();
        range.isIntensityMeaningful = true;
        CaseFacts f = facts();
        f.meanIntensity = -59; // 100 units below 40
        QCOMPARE(codes(range, f), std::string());
        f.meanIntensity = 161;
        QCOMPARE(codes(range, f), std::string("CLF-103"));
        range.intensityLow = -200; // the width 260 is the margin now
        QCOMPARE(codes(range, f), std::string());
    }

    void anotherModalityIsFoundWhereBothAreKnown() {
        QCOMPARE(codesAfter([](CaseFacts& f) { f.modalities = {"CT"}; }), std::string("CLF-104"));
        QCOMPARE(codesAfter([](CaseFacts& f) { f.modalities = {""}; }), std::string());
        QCOMPARE(codesAfter([](CaseFacts& f) { f.modalities = {}; }), std::string());
        CaseFacts unknown = facts();
        unknown.modalities = {""};
        CaseFacts ct = facts();
        ct.modalities = {"CT"};
        QCOMPARE(codes(trainingRange({facts(), unknown}, false), ct), std::string());
        QCOMPARE(codes(trainingRange({facts(), ct}, false), ct), std::string());
    }

    void noiseAndFullBoxesAreFound() {
        QCOMPARE(codesAfter([](CaseFacts& f) { f.traits->smoothness = {0, 0, 0}; }), std::string("CLF-105"));
        QCOMPARE(codesAfter([](CaseFacts& f) { f.traits->smoothness[2] = 0.66; }), std::string()); // 0.15 below 0.8
        QCOMPARE(codesAfter([](CaseFacts& f) { f.traits->foregroundShare = 1; }), std::string("CLF-106"));
        CaseFacts old = facts();
        old.traits.reset();
        QCOMPARE(codes(trainingRange({facts(), old}, false), facts(1)), std::string());
        QVERIFY(!trainingRange({facts(), old}, false).smoothness);
    }

    void aVerdictNamesItsReasons() {
        const Trust trust = exampleTrust(); // the input may go twice as far as the checks say
        const NoveltyScores usual{1.25, 0.7};
        Verdict verdict = verdictOn(trust, facts(), usual);
        QVERIFY(!verdict.isFlagged && verdict.problems.empty());
        QCOMPARE(zoneOf(trust, verdict, 0.05), std::string("below"));
        verdict = verdictOn(trust, facts(), {1.5, 0.7});
        QVERIFY(verdict.isFlagged);
        QCOMPARE(verdict.problems.size(), std::size_t{1});
        QCOMPARE(verdict.problems[0].code, std::string("CLF-110"));
        QCOMPARE(zoneOf(trust, verdict, 0.05), std::string("uncertain"));
        QVERIFY(!verdictOn(trust, facts(2), {0, 0}).problems.empty()); // the volume
        CaseFacts thick = facts();
        thick.spacing[0] = 1.2 * 2.2; // less than 1.5 squared
        QVERIFY(!verdictOn(trust, thick, usual).isFlagged);
        thick.spacing[0] = 1.2 * 2.3;
        verdict = verdictOn(trust, thick, usual);
        QVERIFY(verdict.isFlagged);
        QCOMPARE(verdict.problems.at(0).code, std::string("CLF-101"));
        QVERIFY(zoneOf(Trust(), verdict, 0.05).empty());
    }

    void trustSurvivesItsText() {
        const Trust trust = exampleTrust();
        QVERIFY(trustFromJson(toJson(trust)) == trust);
        const Json json = Json::parse(toJson(trust));
        QCOMPARE(json["zones"]["confidence"].get<double>(), 0.95);
        QVERIFY(json["zones"]["above"].is_null());
        QCOMPARE(json["out_of_fold"]["flagged"].get<int>(), 3);
    }

    void manifestsOfEarlierVersionsSayLess() {
        Json json = Json::parse(toJson(exampleTrust()));
        for (const char* key : {"ood_limits", "zones", "out_of_fold"})
            json.erase(key);
        for (const char* key : {"modalities", "volume_mm3", "foreground_share", "smoothness"})
            json["training_range"].erase(key);
        const Trust trust = trustFromJson(json.dump());
        QCOMPARE(trust.limits.mahalanobis, 1.25);
        QCOMPARE(oodScore(trust.limits, {{2.5, 9}, 0}), 2.0);
        QVERIFY(!trust.zones.below && trust.zones.nameOf(0.01).empty());
        QCOMPARE(codes(trust.range, facts(2)), std::string("CLF-101"));
        json["training_range"].erase("size_mm_low");
        QCOMPARE(codeOf([&] { static_cast<void>(trustFromJson(json.dump())); }), std::string("CLF-002"));
    }
};

QTEST_GUILESS_MAIN(TestTrust)
#include "tst_trust.moc"
