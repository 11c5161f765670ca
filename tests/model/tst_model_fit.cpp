// SPDX-License-Identifier: Apache-2.0
#include "core/model/model_fit.h"

#include <QtTest>

#include <cmath>

using namespace nidus;

namespace {

PretrainedModel modelFor(NormalizationScheme scheme) {
    PretrainedModel model;
    model.configuration.normalization = {scheme};
    model.configuration.spacing = {3.0, 1.0, 1.0};
    model.configuration.patchSize = {32, 128, 128};
    return model;
}

CohortImages axialCt() {
    CohortImages cohort;
    cohort.images.assign(3, {"CT", "LPS", {60, 256, 256}, {2.5, 0.75, 0.75}});
    cohort.images[2].modality = "MR";
    cohort.images[1].spacing.z = 30;
    return cohort;
}

} // namespace

class TestModelFit : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatSuits() {
        const ModelFit fit = modelFit(modelFor(NormalizationScheme::Ct), axialCt());
        QCOMPARE(fit.modality, std::string("CT"));
        QVERIFY(fit.isForCt);
        QVERIFY(fit.modalityVerdict == Severity::Info && fit.channelsVerdict == Severity::Info);
        QCOMPARE(fit.spacing[0], 2.5); // the median
        QVERIFY(std::abs(fit.spacingRatio - 1 / 0.75) < 1e-9);
        QCOMPARE(fit.size, (std::array<std::int64_t, 3>{50, 192, 192}));
        QVERIFY(fit.spacingVerdict == Severity::Info && fit.sizeVerdict == Severity::Info);
    }

    void modality() {
        CohortImages mr = axialCt();
        for (auto& image : mr.images)
            image.modality = "MR";
        QVERIFY(modelFit(modelFor(NormalizationScheme::Ct), mr).modalityVerdict == Severity::Blocker);
        QVERIFY(modelFit(modelFor(NormalizationScheme::ZScore), mr).modalityVerdict == Severity::Info);
        QVERIFY(modelFit(modelFor(NormalizationScheme::ZScore), axialCt()).modalityVerdict == Severity::Warning);
        for (auto& image : mr.images)
            image.modality.clear();
        QVERIFY(modelFit(modelFor(NormalizationScheme::Ct), mr).modalityVerdict == Severity::Info); // nobody knows
    }

    void channelsSpacingAndSize() {
        CohortImages cohort = axialCt();
        cohort.channels = 2;
        for (auto& image : cohort.images)
            image = {"CT", "LPS", {40, 64, 64}, {8, 0.75, 0.75}};
        const ModelFit fit = modelFit(modelFor(NormalizationScheme::Ct), cohort);
        QVERIFY(fit.channelsVerdict == Severity::Blocker);
        QCOMPARE(fit.wantedChannels, 1);
        QVERIFY(std::abs(fit.spacingRatio - 8.0 / 3) < 1e-9);
        QVERIFY(fit.spacingVerdict == Severity::Warning);
        QVERIFY(fit.sizeVerdict == Severity::Warning); // 48 of 128 voxels
    }

    /// A sagittal series is turned before the model sees it: slices run from left to right.
    void axesFollowTheFrame() {
        CohortImages cohort;
        cohort.images = {{"MR", "PIR", {160, 256, 240}, {1.2, 0.9, 1.0}}}; // x: posterior, y: inferior, z: right
        cohort.frame = InputFrame::Ras;
        const ModelFit fit = modelFit(modelFor(NormalizationScheme::ZScore), cohort);
        QCOMPARE(fit.spacing, (std::array<double, 3>{0.9, 1.0, 1.2}));
        cohort.frame = InputFrame::Stored;
        QCOMPARE(modelFit(modelFor(NormalizationScheme::ZScore), cohort).spacing,
                 (std::array<double, 3>{1.2, 0.9, 1.0}));
        PretrainedModel model = modelFor(NormalizationScheme::ZScore);
        model.plans.transposeForward = {2, 0, 1};
        QCOMPARE(modelFit(model, cohort).spacing, (std::array<double, 3>{1.0, 1.2, 0.9}));
    }

    void plansOfTwoDimensionsAndNoImages() {
        PretrainedModel model = modelFor(NormalizationScheme::Ct);
        model.configuration.spacing = {1.0, 1.0};
        model.configuration.patchSize = {256, 256};
        const ModelFit fit = modelFit(model, axialCt());
        QCOMPARE(fit.wantedSpacing, (std::array<double, 3>{0, 1, 1}));
        QCOMPARE(fit.patch, (std::array<std::int64_t, 3>{0, 256, 256}));
        const ModelFit empty = modelFit(model, {});
        QVERIFY(empty.spacingVerdict == Severity::Info && empty.sizeVerdict == Severity::Info);
    }
};

QTEST_GUILESS_MAIN(TestModelFit)
#include "tst_model_fit.moc"
