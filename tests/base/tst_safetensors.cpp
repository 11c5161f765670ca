// SPDX-License-Identifier: Apache-2.0
#include "core/base/error.h"
#include "core/base/safetensors.h"

#include <QTest>

#include <array>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <limits>

using namespace nidus;
namespace fs = std::filesystem;

namespace {

/// A file of the given header text and data, with `length` as its first eight bytes (default: the header's).
fs::path rawFile(const TemporaryFolder& folder, const std::string& header, const std::string& data,
                 std::optional<std::uint64_t> length = {}) {
    static int counter = 0;
    fs::path path = folder.path() / ("raw" + std::to_string(++counter));
    const std::uint64_t n = length.value_or(header.size());
    std::ofstream stream(path, std::ios::binary);
    std::array<char, 8> first{};
    std::memcpy(first.data(), &n, first.size());
    stream.write(first.data(), first.size());
    stream << header << data;
    return path;
}

std::string codeOf(const fs::path& path) {
    try {
        const SafetensorsFile file(path);
    } catch (const Error& error) {
        return error.code();
    }
    return "none";
}

} // namespace

class TestSafetensors : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatIsWrittenComesBack() {
        const TemporaryFolder folder;
        const std::vector<float> image{1.5F, -2.F, 0.F, 3e38F, 1e-40F, std::numeric_limits<float>::infinity()};
        const std::vector<std::uint8_t> mask{1, 0, 1};
        const std::map<std::string, TensorEntry> tensors{
            {"image", f32Entry(image, {1, 2, 3})},
            {"mask", {TensorType::U8, {3}, std::as_bytes(std::span(mask))}},
            {"none", f32Entry({}, {0, 5})}};
        writeSafetensors(folder.path() / "a", tensors, {{"nidus", "{\"format\": 1, \"\xc3\xa4\": 2}"}});
        const SafetensorsFile file(folder.path() / "a");
        QCOMPARE(file.metadata().at("nidus"), std::string("{\"format\": 1, \"\xc3\xa4\": 2}"));
        QCOMPARE(file.tensors().size(), std::size_t(3));
        QVERIFY(file.floats("image") == image);
        QVERIFY((file.tensor("image").shape == std::vector<std::int64_t>{1, 2, 3}));
        QVERIFY(std::memcmp(file.tensor("mask").bytes.data(), mask.data(), 3) == 0);
        QVERIFY(file.floats("none").empty());
        QVERIFY_EXCEPTION_THROWN((void)file.tensor("absent"), Error);
        QVERIFY_EXCEPTION_THROWN((void)file.floats("mask"), Error);
    }

    // The bytes are the contract with other readers: length, JSON in order of name, blanks to a multiple of 8, data.
    void bytesAreFixed() {
        const TemporaryFolder folder;
        const std::vector<float> one{1.F};
        const std::vector<std::uint8_t> two{7, 8};
        writeSafetensors(folder.path() / "a",
                         {{"b", {TensorType::U8, {2}, std::as_bytes(std::span(two))}}, {"a", f32Entry(one, {1})}},
                         {{"k", "v"}});
        std::string header = R"({"__metadata__":{"k":"v"},"a":{"data_offsets":[0,4],"dtype":"F32","shape":[1]},)"
                             R"("b":{"data_offsets":[4,6],"dtype":"U8","shape":[2]}})";
        header.resize((header.size() + 7) / 8 * 8, ' ');
        const fs::path expected = rawFile(folder, header, std::string("\0\0\x80\x3f\x07\x08", 6));
        QCOMPARE(sha256File(folder.path() / "a"), sha256File(expected));
    }

    void halfPrecisionIsWidened() {
        const TemporaryFolder folder;
        // 1, -2, smallest subnormal, largest number, infinity; written by hand after IEEE 754.
        const std::array<std::uint16_t, 5> half{0x3c00, 0xc000, 0x0001, 0x7bff, 0x7c00};
        const std::array<std::uint16_t, 2> brain{0x3f80, 0xc0a0};
        writeSafetensors(folder.path() / "a",
                         {{"b", {TensorType::BF16, {2}, std::as_bytes(std::span(brain))}},
                          {"h", {TensorType::F16, {5}, std::as_bytes(std::span(half))}}},
                         {});
        const SafetensorsFile file(folder.path() / "a");
        const std::vector<float> expected{1.F, -2.F, 0x1p-24F, 65504.F, std::numeric_limits<float>::infinity()};
        QVERIFY(file.floats("h") == expected);
        QVERIFY((file.floats("b") == std::vector<float>{1.F, -5.F}));
    }

    void badFilesAreRefused_data() {
        QTest::addColumn<QString>("header");
        QTest::addColumn<int>("dataBytes");
        QTest::addColumn<QString>("code");
        const auto row = [](const char* name, const char* header, int bytes, const char* code) {
            QTest::newRow(name) << QString::fromLatin1(header) << bytes << QString::fromLatin1(code);
        };
        row("good", R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}})", 8, "none");
        row("no tensors", "{}", 0, "none");
        row("no JSON", "{nonsense}", 0, "STF-001");
        row("no object", "[1,2,3]", 0, "STF-001");
        row("unknown type", R"({"a":{"dtype":"C64","shape":[1],"data_offsets":[0,8]}})", 8, "STF-001");
        row("gap", R"({"a":{"dtype":"U8","shape":[2],"data_offsets":[1,3]}})", 3, "STF-002");
        row("overlap",
            R"({"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[2],"data_offsets":[1,3]}})",
            3, "STF-002");
        row("twice the same bytes",
            R"({"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}})",
            2, "STF-002");
        row("truncated", R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}})", 7, "STF-002");
        row("left over", R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}})", 9, "STF-002");
        row("shape does not fit", R"({"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}})", 8, "STF-002");
        row("overflow to zero", R"({"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0]}})", 0,
            "STF-002");
        row("backwards", R"({"a":{"dtype":"U8","shape":[0],"data_offsets":[2,0]}})", 2, "STF-002");
        row("negative", R"({"a":{"dtype":"U8","shape":[-2],"data_offsets":[0,2]}})", 2, "STF-002");
        row("fraction", R"({"a":{"dtype":"U8","shape":[2.0],"data_offsets":[0,2]}})", 2, "STF-002");
        row("same name twice",
            R"({"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}})",
            2, "STF-002");
        row("key missing", R"({"a":{"dtype":"U8","shape":[2]}})", 2, "STF-002");
        row("metadata of numbers", R"({"__metadata__":{"k":1}})", 0, "STF-002");
    }

    void badFilesAreRefused() {
        QFETCH(QString, header);
        QFETCH(int, dataBytes);
        QFETCH(QString, code);
        const TemporaryFolder folder;
        const fs::path path =
            rawFile(folder, header.toStdString(), std::string(static_cast<std::size_t>(dataBytes), 'x'));
        QCOMPARE(QString::fromStdString(codeOf(path)), code);
    }

    void headerLengthIsBounded() {
        const TemporaryFolder folder;
        QCOMPARE(codeOf(rawFile(folder, "{}", "", 3)), std::string("STF-002"));
        QCOMPARE(codeOf(rawFile(folder, "{}", "", 100'000'001)), std::string("STF-003"));
        QCOMPARE(codeOf(rawFile(folder, "{}", "", std::numeric_limits<std::uint64_t>::max())), std::string("STF-003"));
        QCOMPARE(codeOf(rawFile(folder, "", "")), std::string("STF-001"));
        QCOMPARE(codeOf(rawFile(folder, "PK-archive", "")), std::string("STF-001"));
        QCOMPARE(codeOf(folder.path() / "missing"), std::string("FIL-001"));
    }

    void aWrongShapeIsNotWritten() {
        const TemporaryFolder folder;
        const std::vector<float> values(3);
        QVERIFY_EXCEPTION_THROWN(writeSafetensors(folder.path() / "a", {{"a", f32Entry(values, {4})}}, {}),
                                 std::invalid_argument);
        QVERIFY(!fs::exists(folder.path() / "a"));
    }
};

QTEST_GUILESS_MAIN(TestSafetensors)
#include "tst_safetensors.moc"
