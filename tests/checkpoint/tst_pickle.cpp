// SPDX-License-Identifier: Apache-2.0
#include "core/checkpoint/half.h"
#include "core/checkpoint/pickle_reader.h"
#include "core/checkpoint/utf8.h"
#include "tests/support/error_code.h"
#include "tests/support/pickle_writer.h"

#include <QElapsedTimer>
#include <QTest>

#include <cmath>
#include <string_view>

using namespace nidus;
using namespace nidus::test;

namespace {

PickleResult read(const std::string& stream) {
    return readPickle(std::as_bytes(std::span(stream)), StorageStyle::Zip, "test.pth");
}

std::string jsonOf(const std::string& stream, std::size_t limit = 1U << 20U) {
    const PickleResult result = read(stream);
    return jsonText(result.graph, result.graph.root, limit, "test.pth");
}

std::string codeFor(const std::string& stream) {
    return codeOf([&] { (void)read(stream); });
}

PickleWriter begun() {
    return PickleWriter().begin();
}

std::string repeated(std::string_view text, std::size_t count) {
    std::string result;
    for (std::size_t i = 0; i < count; ++i)
        result += text;
    return result;
}

} // namespace

class TestPickle : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void plainDataSurvives() {
        const nlohmann::ordered_json value = {{"b", {1, -2, 3'000'000'000, -5'000'000'000}},
                                              {"a", "\xc3\xa4\"\\\n"},
                                              {"c", {{"x", 0.1}, {"y", nullptr}, {"z", true}}}};
        QVERIFY(nlohmann::ordered_json::parse(jsonOf(begun().value(value).stop().str())) == value);
    }

    void specialNumbersStayBareAsPythonWritesThem() {
        const std::string stream =
            begun().raw("](").real(NAN).real(INFINITY).real(-INFINITY).real(1.0).raw("e").stop().str();
        QCOMPARE(jsonOf(stream), std::string("[NaN, Infinity, -Infinity, 1.0]"));
    }

    void numpyScalarsOfBothGenerations() {
        for (const char* module : {"numpy.core", "numpy._core"})
            QCOMPARE(jsonOf(begun().numpyFloat64(-0.375, module).stop().str()), std::string("-0.375"));
    }

    void bytesAreLatin1Text() { QCOMPARE(latin1Bytes("a\xc3\xbf\xc2\x80"), std::string("a\xff\x80")); }

    void memoEntriesAreShared() {
        const std::string stream = begun().raw("](").value({1, 2}).put(4).get(4).raw("e").stop().str();
        QCOMPARE(jsonOf(stream), std::string("[[1, 2], [1, 2]]"));
    }

    // Values of IEEE 754 binary16: the largest, the smallest subnormal, one third.
    void halvesAreExact() {
        QCOMPARE(floatOfHalf(0x7BFF), 65504.0F);
        QCOMPARE(floatOfHalf(0x0001), std::ldexp(1.0F, -24));
        QCOMPARE(floatOfHalf(0x8001), -std::ldexp(1.0F, -24));
        QCOMPARE(floatOfHalf(0x3555), 0.333251953125F);
        QVERIFY(std::isnan(floatOfHalf(0x7E00)));
        QVERIFY(std::isinf(floatOfHalf(0xFC00)));
        QCOMPARE(floatOfBfloat16(0xC2F7), -123.5F);
    }

    void utf8IsJudgedAsInRfc3629() {
        QVERIFY(isUtf8("a\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80"));
        for (const char* wrong :
             {"\x80", "\xc0\xaf", "\xe0\x80\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xc3", "\xff"})
            QVERIFY2(!isUtf8(wrong), wrong);
    }

    void everyRefusalHasItsCode_data() {
        QTest::addColumn<QByteArray>("stream");
        QTest::addColumn<QByteArray>("code");
        const auto row = [](const char* name, const PickleWriter& writer, const char* code) {
            QTest::newRow(name) << QByteArray::fromStdString(writer.str()) << QByteArray(code);
        };
        using std::string_view_literals::operator""sv;
        row("protocol 4", PickleWriter().raw("\x80\x04N."), "CKP-040");
        row("no protocol", PickleWriter().raw("N."), "CKP-040");
        row("no stop", begun().none(), "CKP-041");
        row("text cut off", begun().raw("X\x05\0\0\0ab"sv), "CKP-041");
        row("protocol 4 instruction",
            begun().raw("\x8c\x01"
                        "a."),
            "CKP-043");
        row("INST", begun().raw("(iposix\nsystem\n."), "CKP-043");
        row("extension registry", begun().raw("\x82\x01."), "CKP-043");
        row("instructions", begun().raw(repeated("N0", 2'500'001)).none().stop(), "CKP-044");
        row("stack overflow", begun().raw(repeated("N", 100'001)).stop(), "CKP-045");
        row("stack empty", begun().raw("0."), "CKP-045");
        row("stop without value", begun().raw("."), "CKP-045");
        row("below the mark", begun().raw("](a."), "CKP-045");
        row("marks", begun().raw(repeated("(", 1'001)).none().stop(), "CKP-046");
        row("no mark", begun().raw("t."), "CKP-046");
        row("nesting", begun().raw(repeated("]", 65)).raw(repeated("a", 64)).stop(), "CKP-047");
        row("circle", begun().raw("]").put(0).get(0).raw("a").stop(), "CKP-047");
        row("memo unknown", begun().get(3).stop(), "CKP-048");
        row("memo index", begun().none().put(1'000'000'000).stop(), "CKP-048");
        row("memo flood", begun().raw("N").put(0).raw(repeated("h\0000"sv.substr(0, 3), 1'100)).stop(), "CKP-049");
        row("long integer", begun().raw("\x8a\x09").raw(std::string(9, '\x01')).stop(), "CKP-050");
        row("long text", begun().text(std::string((1U << 20U) + 1, 'a')).stop(), "CKP-051");
        row("text is no UTF-8", begun().text("\xff").stop(), "CKP-052");
        row("name", begun().name("posix", "system").stop(), "CKP-053");
        row("name by case", begun().name("Collections", "OrderedDict").stop(), "CKP-053");
        row("dotted name", begun().name("torch", "device.type").stop(), "CKP-053");
        row("name by another module", begun().name("torch._utils.os", "system").stop(), "CKP-053");
        row("endless name", begun().raw("c").raw(std::string(300, 'a')), "CKP-053");
        row("call of a text", begun().text("a").raw(")R").stop(), "CKP-054");
        row("call of a class", begun().name("torch", "FloatStorage").raw(")R").stop(), "CKP-054");
        row("wrong arguments", begun().name("collections", "OrderedDict").integers({1}).raw("R").stop(), "CKP-054");
        row("other encoding", begun().name("_codecs", "encode").text("a").text("rot13").raw("\x86R").stop(), "CKP-054");
        row("arguments are no tuple", begun().name("collections", "OrderedDict").raw("]R").stop(), "CKP-054");
        row("append to a dict", begun().raw("}Na").stop(), "CKP-055");
        row("item of a tensor", begun().tensor("FloatStorage", "0", 1, 0, {1}, {1}).raw("NNs").stop(), "CKP-055");
        row("state of a list", begun().raw("]}b").stop(), "CKP-055");
        row("state of a tensor", begun().tensor("FloatStorage", "0", 1, 0, {1}, {1}).raw("}b").stop(), "CKP-055");
        row("odd items", begun().raw("}(Nu").stop(), "CKP-056");
        row("storage is no tuple", begun().text("storage").raw("Q").stop(), "CKP-060");
        row("storage by text", begun().raw("Pstorage\n").stop(), "CKP-060");
        row("storage key", begun().tensor("FloatStorage", "../0", 1, 0, {1}, {1}).stop(), "CKP-060");
        row("storage count", begun().tensor("FloatStorage", "0", -1, 0, {1}, {1}).stop(), "CKP-060");
        row("two types",
            begun()
                .raw("(")
                .tensor("FloatStorage", "0", 1, 0, {1}, {1})
                .tensor("HalfStorage", "0", 1, 0, {1}, {1})
                .raw("t")
                .stop(),
            "CKP-062");
        row("rank",
            begun()
                .tensor("FloatStorage", "0", 1, 0, std::vector<std::int64_t>(9, 1), std::vector<std::int64_t>(9, 1))
                .stop(),
            "CKP-070");
        row("negative size", begun().tensor("FloatStorage", "0", 1, 0, {-1}, {1}).stop(), "CKP-070");
        row("negative stride", begun().tensor("FloatStorage", "0", 9, 8, {2}, {-1}).stop(), "CKP-070");
        row("negative offset", begun().tensor("FloatStorage", "0", 9, -1, {1}, {1}).stop(), "CKP-070");
        row("outside", begun().tensor("FloatStorage", "0", 9, 1, {9}, {1}).stop(), "CKP-071");
        row("size overflow", begun().tensor("FloatStorage", "0", 9, 0, {INT64_MAX, INT64_MAX}, {1, 1}).stop(),
            "CKP-071");
        row("stride overflow", begun().tensor("FloatStorage", "0", 9, 0, {3}, {INT64_MAX}).stop(), "CKP-071");
        row("stride 0", begun().tensor("FloatStorage", "0", 9, 0, {1000}, {0}).stop(), "CKP-072");
        row("numpy objects", begun().name("numpy", "dtype").text("O8").boolean(false).boolean(true).raw("\x87R").stop(),
            "CKP-074");
    }

    void everyRefusalHasItsCode() {
        QFETCH(QByteArray, stream);
        QFETCH(QByteArray, code);
        QCOMPARE(codeFor(stream.toStdString()), code.toStdString());
    }

    // 2^40 elements in a stream of some hundred bytes.
    void sharedListsDoNotExplode() {
        PickleWriter writer = begun();
        writer.raw("]").put(0);
        for (std::uint32_t level = 1; level <= 40; ++level)
            writer.raw("](").get(level - 1).get(level - 1).raw("e").put(level);
        const std::string stream = writer.stop().str();
        QElapsedTimer timer;
        timer.start();
        QCOMPARE(codeOf([&] { (void)jsonOf(stream); }), std::string("CKP-049"));
        QVERIFY(timer.elapsed() < 1000);
    }

    void aLongStreamTakesLinearTime() {
        PickleWriter writer = begun();
        writer.raw("}(");
        for (int i = 0; i < 300'000; ++i)
            writer.text("subject-" + std::to_string(i)).integer(i).raw(i % 1000 == 999 ? "u(" : "");
        const std::string stream = writer.raw("u").stop().str();
        QElapsedTimer timer;
        timer.start();
        QCOMPARE(read(stream).consumed, stream.size());
        QVERIFY2(timer.elapsed() < 2000, std::to_string(timer.elapsed()).c_str());
    }
};

QTEST_GUILESS_MAIN(TestPickle)
#include "tst_pickle.moc"
