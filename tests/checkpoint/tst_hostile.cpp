// SPDX-License-Identifier: Apache-2.0
#include "core/base/files.h"
#include "core/checkpoint/checkpoint.h"
#include "tests/support/checkpoint_writer.h"
#include "tests/support/error_code.h"

#include <QTest>

#include <functional>
#include <set>

using namespace nidus;
using namespace nidus::test;
using namespace std::string_literals;

namespace {

CheckpointWriter sample() {
    CheckpointWriter writer;
    const std::size_t weights = writer.addFloats({1, 2, 3, 4});
    writer.tensors = {{"encoder.a.conv.weight", {4}, weights, 0, {}}};
    return writer;
}

std::string codeFor(const std::string& bytes, const std::string& name = "checkpoint.pth") {
    const TemporaryFolder folder;
    writeBytes(folder.path() / name, bytes);
    return codeOf([&] {
        const Checkpoint checkpoint(folder.path() / name);
        for (const CheckpointTensor& tensor : checkpoint.tensors())
            (void)checkpoint.read(tensor);
    });
}

std::string withRecords(const std::function<void(std::vector<ZipEntry>&)>& change) {
    std::vector<ZipEntry> records = sample().records();
    change(records);
    return zipArchive(records);
}

ZipEntry entry(const std::string& name, const std::string& data) {
    ZipEntry result;
    result.name = name;
    result.data = data;
    return result;
}

/// A whole archive whose description is this stream.
std::string withPickle(const std::string& stream) {
    return withRecords([&](auto& records) { records[0].data = stream; });
}

std::string withTensors(const std::function<void(CheckpointWriter&)>& change) {
    CheckpointWriter writer = sample();
    change(writer);
    return writer.zip();
}

/// A call of module.name("id") at one of five places of an otherwise sound checkpoint.
std::string withCall(const char* module, const char* name, int place) {
    const std::string call = PickleWriter().name(module, name).text("id").raw("\x85R").str();
    const std::string tensor = PickleWriter().tensor("FloatStorage", "0", 4, 0, {4}, {1}).str();
    PickleWriter out;
    out.begin();
    if (place == 0)
        return out.raw(call).stop().str();
    out.raw("}(").text("network_weights").emptyOrderedDict().raw("(").text("w");
    if (place == 3) // instead of the hooks of the tensor
        out.raw(tensor.substr(0, tensor.find("ccollections"))).raw(call).raw("tR");
    else
        out.raw(tensor);
    out.raw("u");
    if (place == 4)
        out.raw(call).raw("b");
    if (place == 1)
        out.text("trainer_name").raw(call);
    if (place == 2)
        out.raw(call).text("value");
    return out.raw("u").stop().str();
}

} // namespace

class TestHostile : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theSampleItselfIsAccepted() {
        QCOMPARE(codeFor(sample().zip()), "none"s);
        QCOMPARE(codeFor(sample().legacy()), "none"s);
    }

    void otherKindsOfFilesAreNamed_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QByteArray>("code");
        const auto row = [](const std::string& bytes, const char* name, const char* code) {
            QTest::newRow(code + QByteArray(" ") + name)
                << QByteArray::fromStdString(bytes) << QByteArray(name) << QByteArray(code);
        };
        row("", "empty.pth", "CKP-002");
        row("some text that is no model", "a.pth", "CKP-002");
        row("7z\xbc\xaf\x27\x1c\0\4"s, "a.7z", "CKP-003");
        row("\x1f\x8b\x08\0\0\0"s, "a.pth.gz", "CKP-004");
        std::string tar(512, '\0');
        tar.replace(257, 5, "ustar");
        row(tar, "a.tar", "CKP-005");
        row(withRecords([](auto& records) { records.push_back(entry("checkpoint/constants.pkl", "x")); }), "a.pt",
            "CKP-006");
        row(withRecords([](auto& records) { records.push_back(entry("checkpoint/code/a.py", "x")); }), "b.pt",
            "CKP-006");
        row("\x08\x07\x12\x07pytorch"s, "a.onnx", "CKP-007");
        row(withPickle(PickleWriter()
                           .begin()
                           .value({{"epoch", 1}, {"state_dict", {{"a", 1}}}, {"plot_stuff", 1}})
                           .stop()
                           .str()),
            "a.model", "CKP-008");
        row("\x80\x02}."s, "a.model.pkl", "CKP-008");
        row("\x0c\0\0\0\0\0\0\0{\"a\": \"b\"}  "s, "a.safetensors", "CKP-009");
        row("\x80\x04N."s, "a.pkl", "CKP-010");
        row("cposix\nsystem\n(S'id'\ntR.", "b.pkl", "CKP-010");
        row("\x93NUMPY\x01\0"s, "a.npy", "CKP-011");
        row("\x89HDF\r\n\x1a\n"s, "a.h5", "CKP-012");
    }

    void otherKindsOfFilesAreNamed() {
        QFETCH(QByteArray, bytes);
        QFETCH(QByteArray, name);
        QFETCH(QByteArray, code);
        QCOMPARE(codeFor(bytes.toStdString(), name.toStdString()), code.toStdString());
    }

    void everyRefusalHasItsCode_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QByteArray>("code");
        const auto row = [](const char* name, const std::string& bytes, const char* code) {
            QTest::newRow(name) << QByteArray::fromStdString(bytes) << QByteArray(code);
        };
        row("foreign record", withRecords([](auto& r) { r.push_back(entry("checkpoint/evil.py", "x")); }), "CKP-027");
        row("two folders", withRecords([](auto& r) { r.push_back(entry("other/version", "3")); }), "CKP-027");
        row("no data.pkl", withRecords([](auto& r) { r.erase(r.begin()); }), "CKP-029");
        row("after STOP", withRecords([](auto& r) { r[0].data += "N"; }), "CKP-042");
        row("storage missing", withRecords([](auto& r) { r.erase(r.begin() + 2); }), "CKP-061");
        row("storage short", withRecords([](auto& r) { r[2].data.pop_back(); }), "CKP-063");
        row("storage check sum", withRecords([](auto& r) { r[2].crcError = 1; }), "CKP-026");
        row("key twice", withTensors([](auto& w) { w.tensors.push_back(w.tensors[0]); }), "CKP-057");
        row("more weights than file", withTensors([](auto& w) {
                const std::size_t big = w.addFloats(std::vector<float>(2'000));
                for (int i = 0; i < 10; ++i)
                    w.tensors.push_back({std::to_string(i) + ".weight", {1'990}, big, i, {}});
            }),
            "CKP-073");
        row("overflow of views", withTensors([](auto& w) {
                w.tensors.push_back({"w", {2'000'000'000, 2'000'000'000}, w.addFloats({1}), 0, {1, 1}});
            }),
            "CKP-071");
        row("a list", withPickle(PickleWriter().begin().value({1}).stop().str()), "CKP-080");
        row("no weights", withPickle(PickleWriter().begin().value({{"epoch", 1}}).stop().str()), "CKP-080");
        row("other program", withPickle(PickleWriter().begin().value({{"state_dict", 1}}).stop().str()), "CKP-080");
        row("number as weight",
            withPickle(PickleWriter().begin().value({{"network_weights", {{"a", 1}}}}).stop().str()), "CKP-080");
        const std::string legacy = sample().legacy();
        std::string version = legacy;
        version.replace(legacy.find("J\xe9\x03\0\0"s), 5, "J\xea\x03\0\0"s);
        row("legacy version", version, "CKP-030");
        row("legacy cut off", legacy.substr(0, legacy.size() - 1), "CKP-031");
        row("legacy with more", legacy + "x", "CKP-042");
        std::string count = legacy;
        count[legacy.size() - 24] = 5;
        row("legacy length", count, "CKP-063");
    }

    void everyRefusalHasItsCode() {
        QFETCH(QByteArray, bytes);
        QFETCH(QByteArray, code);
        QCOMPARE(codeFor(bytes.toStdString()), code.toStdString());
    }

    void noCallIsFollowedAnywhere() {
        constexpr const char* kCalls[][2] = {{"posix", "system"},        {"os", "system"},
                                             {"__builtin__", "eval"},    {"builtins", "exec"},
                                             {"subprocess", "Popen"},    {"torch", "load"},
                                             {"torch.hub", "load"},      {"numpy", "load"},
                                             {"operator", "attrgetter"}, {"torch._utils", "_import_dotted_name"},
                                             {"pickle", "loads"},        {"collections", "OrderedDict.__reduce__"},
                                             {"__builtin__", "getattr"}, {"importlib", "import_module"},
                                             {"functools", "partial"}};
        for (const auto& call : kCalls)
            for (int place = 0; place < 5; ++place)
                QCOMPARE(codeFor(withPickle(withCall(call[0], call[1], place))), "CKP-053"s);
    }

    // Names of the table are data as well: none of them is called with what it does not take.
    void allowedNamesAreNoWayInEither() {
        for (int place = 0; place < 5; ++place) {
            QCOMPARE(codeFor(withPickle(withCall("torch", "FloatStorage", place))), "CKP-054"s);
            QCOMPARE(codeFor(withPickle(withCall("collections", "defaultdict", place))), "CKP-054"s);
        }
    }

    void everyTruncationIsRefused() {
        for (const std::string& whole : {sample().zip(), sample().legacy()})
            for (std::size_t size = 0; size < whole.size(); size += 3)
                QVERIFY2(codeFor(whole.substr(0, size)) != "none", std::to_string(size).c_str());
    }

    // Most changes are refused; those in the paddings and in the epoch number change nothing that is read. None may do
    // anything else than end in an Error.
    void everyChangedByteEndsWell() {
        const TemporaryFolder folder;
        const auto path = folder.path() / "checkpoint.pth";
        std::set<std::string> codes;
        for (std::string whole : {sample().zip(), sample().legacy()})
            for (std::size_t at = 0; at < whole.size(); ++at) {
                const char before = whole[at];
                for (const char other : {'\xff', static_cast<char>(before ^ 1)}) {
                    whole[at] = other;
                    writeBytes(path, whole);
                    codes.insert(codeOf([&] {
                        const Checkpoint checkpoint(path);
                        for (const CheckpointTensor& tensor : checkpoint.tensors())
                            (void)checkpoint.read(tensor);
                    }));
                }
                whole[at] = before;
            }
        QVERIFY2(codes.size() > 15, std::to_string(codes.size()).c_str());
    }
};

QTEST_GUILESS_MAIN(TestHostile)
#include "tst_hostile.moc"
