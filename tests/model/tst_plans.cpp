// SPDX-License-Identifier: Apache-2.0
#include "core/nnunet/plans.h"
#include "tests/support/error_code.h"
#include "tests/support/model_writer.h"

#include <QTest>

#include <functional>

using namespace nidus;
using namespace nidus::test;
using Json = nlohmann::ordered_json;
using Sizes = std::vector<std::int64_t>;

namespace {

Json plans() {
    return plansOf(smallPlainEncoder());
}

Json& configuration(Json& json) {
    return json["configurations"]["3d_fullres"];
}

Json& kwargs(Json& json) {
    return configuration(json)["architecture"]["arch_kwargs"];
}

std::string codeFor(const std::function<void(Json&)>& change) {
    Json json = plans();
    change(json);
    return codeOf([&] { (void)parsePlans(json.dump()); });
}

Configuration parsed(const Json& json) {
    return parsePlans(json.dump()).configurations.at("3d_fullres");
}

} // namespace

class TestPlans : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void newStyleIsRead() {
        Json json = plans();
        json["transpose_forward"] = {1, 0, 2};
        json["foreground_intensity_properties_per_channel"] = {
            {"0", {{"mean", 100.5}, {"std", 20}, {"percentile_00_5", -50}, {"percentile_99_5", 200}}}};
        configuration(json)["normalization_schemes"] = {"CTNormalization"};
        configuration(json)["use_mask_for_norm"] = {true};
        configuration(json)["resampling_fn_data_kwargs"] = {
            {"is_seg", false}, {"order", 1}, {"order_z", 0}, {"force_separate_z", true}};
        kwargs(json)["nonlin_kwargs"] = {{"negative_slope", 0.2}};
        const Plans result = parsePlans(json.dump());
        QVERIFY(result.transposeForward == (std::array<int, 3>{1, 0, 2}));
        QVERIFY(result.intensity.at(0) == (IntensityProperties{100.5, 20, -50, 200}));
        const Configuration& c = result.configurations.at("3d_fullres");
        QVERIFY(c.patchSize == Sizes({16, 16, 16}));
        QVERIFY(c.spacing == std::vector<std::optional<double>>(3, 1.5));
        QVERIFY(c.normalization == std::vector{NormalizationScheme::Ct});
        QVERIFY(c.useMaskForNorm == std::vector{true});
        QVERIFY(c.resamplingData == (ResamplingFunction{ResamplingFunction::Kind::DataOrSegToShape, 1, 0, true}));
        const ArchitecturePlan& a = c.architecture;
        QCOMPARE(a.networkClass, std::string("PlainConvUNet"));
        QVERIFY(a.kernelSizes == (std::vector<Sizes>{{1, 3, 3}, {3, 3, 3}}));
        QVERIFY(a.strides == (std::vector<Sizes>{{1, 1, 1}, {1, 2, 2}}));
        QVERIFY(a.convBias && a.normAffine);
        QCOMPARE(a.negativeSlope, 0.2);
        QCOMPARE(a.normOp, std::string("InstanceNorm3d"));
        QVERIFY(result.problems.empty());
    }

    void schemesAndResamplers_data() {
        QTest::addColumn<QByteArray>("scheme");
        QTest::addColumn<int>("expected");
        QTest::newRow("z") << QByteArray("ZScoreNormalization") << static_cast<int>(NormalizationScheme::ZScore);
        QTest::newRow("no") << QByteArray("NoNormalization") << static_cast<int>(NormalizationScheme::None);
        QTest::newRow("01") << QByteArray("RescaleTo01Normalization")
                            << static_cast<int>(NormalizationScheme::RescaleTo01);
        QTest::newRow("rgb") << QByteArray("RGBTo01Normalization") << static_cast<int>(NormalizationScheme::RgbTo01);
    }

    void schemesAndResamplers() {
        QFETCH(QByteArray, scheme);
        Json json = plans();
        configuration(json)["normalization_schemes"] = {scheme.toStdString()};
        configuration(json)["resampling_fn_data"] = "resample_torch_fornnunet";
        configuration(json)["resampling_fn_data_kwargs"] = {{"is_seg", false}, {"force_separate_z", false}};
        const Configuration c = parsed(json);
        QTEST(static_cast<int>(c.normalization.at(0)), "expected");
        QVERIFY(c.resamplingData.kind == ResamplingFunction::Kind::Torch);
        QVERIFY(c.resamplingData.forceSeparateZ == std::optional(false));
    }

    void flatKeysOfTheOldStyle() {
        Json json = plans();
        Json& c = configuration(json);
        c.erase("architecture");
        c.update({{"UNet_class_name", "ResidualEncoderUNet"},
                  {"UNet_base_num_features", 32},
                  {"n_conv_per_stage_encoder", {1, 3, 4, 6, 6}},
                  {"n_conv_per_stage_decoder", {1, 1, 1, 1}},
                  {"pool_op_kernel_sizes", {{1, 1, 1}, {1, 2, 2}, {2, 2, 2}, {2, 2, 2}, {2, 2, 2}}},
                  {"conv_kernel_sizes", {{1, 3, 3}, {3, 3, 3}, {3, 3, 3}, {3, 3, 3}, {3, 3, 3}}},
                  {"unet_max_num_features", 320}});
        const ArchitecturePlan a = parsed(json).architecture;
        QCOMPARE(a.networkClass, std::string("ResidualEncoderUNet"));
        QVERIFY(a.featuresPerStage == Sizes({32, 64, 128, 256, 320}));
        QVERIFY(a.convsOrBlocksPerStage == Sizes({1, 3, 4, 6, 6}));
        QVERIFY(a.strides[1] == Sizes({1, 2, 2}));
        QVERIFY(a.convBias && a.normAffine && a.nonlin == "LeakyReLU" && a.convOp == "Conv3d");
    }

    void numbersStandForLists() {
        Json json = plans();
        kwargs(json)["kernel_sizes"] = 3;
        kwargs(json)["strides"] = {1, 2};
        kwargs(json)["n_conv_per_stage"] = 2;
        kwargs(json)["norm_op_kwargs"] = nullptr;
        kwargs(json).erase("conv_bias");
        const ArchitecturePlan a = parsed(json).architecture;
        QVERIFY(a.kernelSizes == (std::vector<Sizes>{{3, 3, 3}, {3, 3, 3}}));
        QVERIFY(a.strides == (std::vector<Sizes>{{1, 1, 1}, {2, 2, 2}}));
        QVERIFY(a.convsOrBlocksPerStage == Sizes({2, 2}));
        QVERIFY(!a.normAffine && !a.convBias);
    }

    void inheritanceIsShallowAndRecursive() {
        Json json = plans();
        Json& all = json["configurations"];
        all["child"] = {{"inherits_from", "3d_fullres"}, {"batch_size", 7}, {"patch_size", {8, 8, 8}}};
        all["grandchild"] = {{"inherits_from", "child"}, {"normalization_schemes", {"NoNormalization"}}};
        const Plans result = parsePlans(json.dump());
        const Configuration& c = result.configurations.at("grandchild");
        QCOMPARE(c.name, std::string("grandchild"));
        QCOMPARE(c.batchSize, std::int64_t{7});
        QVERIFY(c.patchSize == Sizes({8, 8, 8}));
        QVERIFY(c.normalization == std::vector{NormalizationScheme::None});
        QVERIFY(c.architecture == result.configurations.at("3d_fullres").architecture);
        QCOMPARE(codeFor([](Json& j) { configuration(j)["inherits_from"] = "none"; }), std::string("PLN-003"));
        QCOMPARE(codeFor([](Json& j) {
                     configuration(j)["inherits_from"] = "b";
                     j["configurations"]["b"] = {{"inherits_from", "3d_fullres"}};
                 }),
                 std::string("PLN-003"));
        QCOMPARE(codeFor([](Json& j) { configuration(j)["inherits_from"] = "3d_fullres"; }), std::string("PLN-003"));
    }

    void bareNanIsHarmlessWhereItIsNotUsed() {
        std::string text = plans().dump();
        text.insert(1, "\"statistics\": {\"a\": NaN, \"b\": [-Infinity, Infinity], \"NaN\": \"a \\\" NaN\"}, ");
        QVERIFY(parsePlans(text).configurations.count("3d_fullres") == 1);
        const std::size_t at = text.find("1.5");
        QCOMPARE(codeOf([&] { (void)parsePlans(text.substr(0, at) + "NaN" + text.substr(at + 3)); }),
                 std::string("PLN-002"));
    }

    void oneUnusableConfigurationDoesNotHideTheOthers() {
        Json json = plans();
        json["configurations"]["exotic"] = configuration(json);
        json["configurations"]["exotic"]["preprocessor_name"] = "MyPreprocessor";
        const Plans result = parsePlans(json.dump());
        QCOMPARE(result.configurations.size(), std::size_t{1});
        QCOMPARE(result.problems.size(), std::size_t{1});
        QCOMPARE(result.problems[0].code, std::string("PLN-005"));
        QCOMPARE(result.problems[0].caseId, std::string("exotic"));
    }

    void everyRefusalHasItsCode() {
        const auto parse = [](const std::string& text) { return codeOf([&] { (void)parsePlans(text); }); };
        QCOMPARE(parse("{"), std::string("PLN-001"));
        QCOMPARE(parse("[]"), std::string("PLN-001"));
        QCOMPARE(parse(R"({"a": 1, "a": 2})"), std::string("PLN-001"));
        QCOMPARE(parse(R"({"a": 99999999999999999999})"), std::string("PLN-001"));
        QCOMPARE(parse("{\"a\": " + std::string(70, '[') + std::string(70, ']') + "}"), std::string("PLN-001"));
        QCOMPARE(codeFor([](Json& j) { j.erase("transpose_forward"); }), std::string("PLN-002"));
        QCOMPARE(codeFor([](Json& j) { configuration(j).erase("patch_size"); }), std::string("PLN-002"));
        QCOMPARE(codeFor([](Json& j) { configuration(j)["patch_size"] = "big"; }), std::string("PLN-002"));
        QCOMPARE(codeFor([](Json& j) { configuration(j)["normalization_schemes"] = {"CTNormalization"}; }),
                 std::string("PLN-002"));
        QCOMPARE(codeFor([](Json& j) { j["transpose_forward"] = {0, 0, 2}; }), std::string("PLN-004"));
        QCOMPARE(codeFor([](Json& j) { configuration(j)["patch_size"] = {4096, 16, 16}; }), std::string("PLN-004"));
        QCOMPARE(codeFor([](Json& j) { configuration(j)["spacing"] = {0, 1, 1}; }), std::string("PLN-004"));
        QCOMPARE(codeFor([](Json& j) { kwargs(j)["features_per_stage"] = {1'000'000, 6}; }), std::string("PLN-004"));
        QCOMPARE(codeFor([](Json& j) { kwargs(j)["kernel_sizes"] = {{2, 2, 2}, {3, 3, 3}}; }), std::string("PLN-004"));
        QCOMPARE(codeFor([](Json& j) { kwargs(j)["strides"] = {{1, 1, 1}}; }), std::string("none")); // one for all
        QCOMPARE(codeFor([](Json& j) { kwargs(j)["strides"] = {{1, 1, 1}, {9, 1, 1}}; }), std::string("PLN-004"));
        QCOMPARE(codeFor([](Json& j) { kwargs(j)["conv_op"] = "torch.nn.Conv2d"; }), std::string("PLN-004"));
        QCOMPARE(codeFor([](Json& j) { configuration(j)["preprocessor_name"] = "Mine"; }), std::string("PLN-005"));
        QCOMPARE(codeFor([](Json& j) { configuration(j)["resampling_fn_data"] = "mine"; }), std::string("PLN-005"));
        QCOMPARE(codeFor([](Json& j) { configuration(j)["normalization_schemes"] = {"Mine"}; }),
                 std::string("PLN-005"));
    }

    void datasetOfBothStyles() {
        const DatasetDescription recent = parseDatasetDescription(
            R"({"channel_names": {"1": "ADC", "0": "T2"}, "labels": {"background": 0, "whole": [1, 2], "core": 2},
                "file_ending": ".nii.gz", "overwrite_image_reader_writer": "NibabelIO"})");
        QVERIFY(recent.channelNames == std::vector<std::string>({"T2", "ADC"}));
        QVERIFY(recent.labels.at("whole") == Sizes({1, 2}));
        QVERIFY(recent.labels.at("core") == Sizes({2}));
        QCOMPARE(recent.fileEnding, std::string(".nii.gz"));
        QCOMPARE(recent.overwriteImageReaderWriter, std::string("NibabelIO"));
        const DatasetDescription old =
            parseDatasetDescription(R"({"modality": {"0": "CT"}, "labels": {"0": "background", "1": "liver"}})");
        QVERIFY(old.channelNames == std::vector<std::string>({"CT"}));
        QVERIFY(old.labels.at("liver") == Sizes({1}));
        QCOMPARE(codeOf([] { (void)parseDatasetDescription("{}"); }), std::string("PLN-002"));
        QCOMPARE(codeOf([] { (void)parseDatasetDescription("no"); }), std::string("PLN-001"));
    }
};

QTEST_GUILESS_MAIN(TestPlans)
#include "tst_plans.moc"
