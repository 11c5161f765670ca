// SPDX-License-Identifier: Apache-2.0
#include "core/checkpoint/file_kind.h"

#include "core/base/error.h"
#include "core/checkpoint/bytes.h"
#include "core/checkpoint/legacy_container.h"
#include "core/checkpoint/zip_directory.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace nidus {
namespace {

using namespace std::string_view_literals;

constexpr std::uint64_t kMaxFile = std::uint64_t{64} << 30U, kMaxSafetensorsHead = 100'000'000;

struct Signature {
    std::string_view bytes;
    const char* code;
    const char* what;
};

constexpr Signature kSignatures[] = {
    {"7z\xbc\xaf\x27\x1c"sv, "CKP-003", "a 7z archive. Unpack it and choose the checkpoint inside"},
    {"\x1f\x8b"sv, "CKP-004", "a compressed file. Unpack it and choose the checkpoint inside"},
    {"\xfd"
     "7zXZ"sv,
     "CKP-004", "a compressed file. Unpack it and choose the checkpoint inside"},
    {"BZh"sv, "CKP-004", "a compressed file. Unpack it and choose the checkpoint inside"},
    {"\x28\xb5\x2f\xfd"sv, "CKP-004", "a compressed file. Unpack it and choose the checkpoint inside"},
    {"\x93NUMPY"sv, "CKP-011", "a numpy array. Choose an nnU-Net checkpoint"},
    {"\x89HDF\r\n\x1a\n"sv, "CKP-012", "an HDF5 file, as Keras writes it. Choose an nnU-Net checkpoint"},
};

bool endsWith(const std::string& text, std::string_view end) {
    return text.size() >= end.size() && std::string_view(text).substr(text.size() - end.size()) == end;
}

// An ONNX model is a protobuf message: field 1 (IR version), then the producer's name or the operator sets.
bool isOnnx(std::span<const std::byte> file, const std::string& name) {
    if (endsWith(name, ".onnx"))
        return true;
    const std::string_view head = textOf(file.first(std::min<std::size_t>(file.size(), 64)));
    return head.size() > 4 && head[0] == 0x08 && head[1] > 0 && head[1] < 32 && (head[2] == 0x12 || head[2] == 0x42);
}

bool isSafetensors(std::span<const std::byte> file) {
    if (file.size() < 10)
        return false;
    const auto head = loadLittle<std::uint64_t>(file, 0);
    return head >= 2 && head <= kMaxSafetensorsHead && head <= file.size() - 8 && textOf(file)[8] == '{';
}

// The older text protocols have no signature: they begin with an instruction and end with STOP.
bool isPlainPickle(std::string_view text) {
    if (text.size() >= 2 && text[0] == '\x80' && text[1] >= 0 && text[1] <= 5)
        return true;
    constexpr std::string_view kFirst = "(cCSIFLVPlpd]})iNGJKMXTU";
    if (text.size() < 2 || kFirst.find(text[0]) == std::string_view::npos)
        return false;
    return text.back() == '.' || text[0] == 'c';
}

[[noreturn]] void refuse(const char* code, const std::string& name, const std::string& what) {
    throw Error(code, name + " is " + what + ".");
}

} // namespace

CheckpointContainer containerOf(std::span<const std::byte> file, const std::filesystem::path& path) {
    const std::string name = path.filename().string();
    if (file.size() > kMaxFile)
        refuse("CKP-001", name, "larger than 64 GiB, which no nnU-Net model is");
    if (isZip(file))
        return CheckpointContainer::Zip;
    if (isLegacyContainer(file))
        return CheckpointContainer::Legacy;
    const std::string_view text = textOf(file);
    for (const Signature& signature : kSignatures)
        if (text.substr(0, signature.bytes.size()) == signature.bytes)
            refuse(signature.code, name, signature.what);
    if (text.size() > 262 && text.substr(257, 5) == "ustar")
        refuse("CKP-005", name,
               "a tar archive, as PyTorch wrote it long before nnU-Net v2. Unpack it, or save the model again with a "
               "newer PyTorch");
    if (endsWith(name, ".model.pkl"))
        refuse("CKP-008", name,
               "part of a model of nnU-Net v1, whose networks Nidus does not know. It needs nnU-Net v2");
    if (isSafetensors(file))
        refuse("CKP-009", name,
               "a safetensors file. It holds weights, but no nnU-Net plans to build a network from. Choose the .pth of "
               "the model");
    if (isOnnx(file, name))
        refuse("CKP-007", name, "an ONNX model. It cannot be trained further; choose the .pth that it was made from");
    if (isPlainPickle(text))
        refuse("CKP-010", name, "a plain Python pickle and no checkpoint. Nothing in it was run");
    refuse("CKP-002", name,
           "no file that PyTorch or nnU-Net writes. Choose a checkpoint (.pth), a model folder or an "
           "exported model (.zip)");
}

} // namespace nidus
