// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/safetensors.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace nidus {

/// Names that a pickle stream of torch.save may mention. None of them is ever called: each stands for a shape of plain
/// data that the reader knows how to write down.
enum class PickleName : std::uint8_t {
    OrderedDict,
    RebuildTensorV2,
    RebuildTensorV3,
    RebuildParameter,
    RebuildParameterWithState,
    RebuildFromType,
    TypedStorage,   ///< with an element type
    UntypedStorage, ///< counts bytes
    ElementType,    ///< torch.float32 and its like, with an element type
    TensorClass,
    Device,
    Size,
    NumpyScalar,
    NumpyReconstruct,
    NumpyArray,
    NumpyType,
    Encode,
    Bytes,
    ByteArray,
    Set,
    Complex,
    DefaultDict,
    Counter,
    Path,
    PlainClass ///< list, dict, int, ...: only as an argument
};

enum class PickleKind : std::uint8_t {
    None,
    Bool,
    Int,
    Float,
    String, ///< UTF-8
    Bytes,  ///< as Latin-1 characters in UTF-8, which is how protocol 2 writes bytes
    List,
    Tuple,
    Dict, ///< keys and values alternate, in the order of the stream
    Tensor,
    Storage,
    NumpyType,
    NumpyArray, ///< content not kept
    Name,
    Opaque ///< a device, a path, a complex number: a text for people
};

using PickleId = std::uint32_t;

struct PickleNode {
    PickleKind kind = PickleKind::None;
    PickleName name = PickleName::OrderedDict; ///< of Name
    TensorType type = TensorType::F32;         ///< of Name
    std::uint32_t index = 0; ///< into texts, items, tensors or storages; NumpyType: letter, size, 1 if big endian
    std::int64_t integer = 0;
    double real = 0;
};

struct PickledStorage {
    std::string_view key; ///< decimal digits
    TensorType type = TensorType::F32;
    bool isUntyped = false;
    std::int64_t count = 0; ///< elements, or bytes of an untyped storage
};

struct PickledTensor {
    std::uint32_t storage = 0; ///< into storages
    TensorType type = TensorType::F32;
    std::int64_t offset = 0; ///< elements
    std::vector<std::int64_t> shape, strides;
};

/// What a pickle stream describes, as plain data. Texts point into the stream.
struct PickleGraph {
    std::vector<PickleNode> nodes;
    std::vector<std::string_view> texts;
    std::vector<std::vector<PickleId>> items;
    std::vector<PickledStorage> storages;
    std::vector<PickledTensor> tensors;
    std::unordered_map<std::string_view, std::uint32_t> storageByKey;
    PickleId root = 0;

    [[nodiscard]] const PickleNode& node(PickleId id) const { return nodes[id]; }
    [[nodiscard]] bool is(PickleId id, PickleKind kind) const { return nodes[id].kind == kind; }
    [[nodiscard]] bool isName(PickleId id, PickleName name) const {
        return nodes[id].kind == PickleKind::Name && nodes[id].name == name;
    }
    [[nodiscard]] std::string_view text(PickleId id) const { return texts[nodes[id].index]; }
    [[nodiscard]] std::vector<PickleId>& itemsOf(PickleId id) { return items[nodes[id].index]; }
    [[nodiscard]] const std::vector<PickleId>& itemsOf(PickleId id) const { return items[nodes[id].index]; }

    PickleId add(const PickleNode& node);
    PickleId addText(PickleKind kind, std::string_view text);
    PickleId addItems(PickleKind kind, std::vector<PickleId> items);
    PickleId addInteger(std::int64_t value);
    PickleId addReal(double value);
    PickleId addBool(bool value);

    /// Value of a key of a Dict, or null. The last one where a key occurs twice, as in Python.
    [[nodiscard]] const PickleId* find(PickleId dict, std::string_view key) const;
};

/// JSON text of a node. Tensors and other things that JSON lacks become null, integers as keys become texts, NaN and
/// Infinity stay bare as Python writes them. Throws Error CKP-049 when the text would exceed `limit` bytes, which a few
/// shared nodes can make arbitrarily long. The graph must be free of cycles (readPickle sees to it).
[[nodiscard]] std::string jsonText(const PickleGraph& graph, PickleId id, std::size_t limit,
                                   const std::string& fileName);

/// A Bytes node as bytes.
[[nodiscard]] std::string latin1Bytes(std::string_view utf8);

} // namespace nidus
