// SPDX-License-Identifier: Apache-2.0
#include "core/checkpoint/pickle_names.h"

#include <unordered_map>

namespace nidus {
namespace {

struct Entry {
    std::string_view text;
    PickleName name;
    TensorType type = TensorType::F32;
};

// Protocol 2 writes Python's builtins under their old name __builtin__. numpy 2 renamed numpy.core to numpy._core.
constexpr Entry kEntries[] = {
    {"collections\nOrderedDict", PickleName::OrderedDict},
    {"torch._utils\n_rebuild_tensor_v2", PickleName::RebuildTensorV2},
    {"torch._utils\n_rebuild_tensor_v3", PickleName::RebuildTensorV3},
    {"torch._utils\n_rebuild_parameter", PickleName::RebuildParameter},
    {"torch._utils\n_rebuild_parameter_with_state", PickleName::RebuildParameterWithState},
    {"torch._tensor\n_rebuild_from_type_v2", PickleName::RebuildFromType},
    {"torch\nTensor", PickleName::TensorClass},
    {"torch.nn.parameter\nParameter", PickleName::TensorClass},
    {"torch\nDoubleStorage", PickleName::TypedStorage, TensorType::F64},
    {"torch\nFloatStorage", PickleName::TypedStorage, TensorType::F32},
    {"torch\nHalfStorage", PickleName::TypedStorage, TensorType::F16},
    {"torch\nBFloat16Storage", PickleName::TypedStorage, TensorType::BF16},
    {"torch\nLongStorage", PickleName::TypedStorage, TensorType::I64},
    {"torch\nIntStorage", PickleName::TypedStorage, TensorType::I32},
    {"torch\nShortStorage", PickleName::TypedStorage, TensorType::I16},
    {"torch\nCharStorage", PickleName::TypedStorage, TensorType::I8},
    {"torch\nByteStorage", PickleName::TypedStorage, TensorType::U8},
    {"torch\nBoolStorage", PickleName::TypedStorage, TensorType::Bool},
    {"torch.storage\nUntypedStorage", PickleName::UntypedStorage, TensorType::U8},
    {"torch\nfloat64", PickleName::ElementType, TensorType::F64},
    {"torch\nfloat32", PickleName::ElementType, TensorType::F32},
    {"torch\nfloat16", PickleName::ElementType, TensorType::F16},
    {"torch\nbfloat16", PickleName::ElementType, TensorType::BF16},
    {"torch\nint64", PickleName::ElementType, TensorType::I64},
    {"torch\nint32", PickleName::ElementType, TensorType::I32},
    {"torch\nint16", PickleName::ElementType, TensorType::I16},
    {"torch\nint8", PickleName::ElementType, TensorType::I8},
    {"torch\nuint8", PickleName::ElementType, TensorType::U8},
    {"torch\nbool", PickleName::ElementType, TensorType::Bool},
    {"torch\ndevice", PickleName::Device},
    {"torch\nSize", PickleName::Size},
    {"numpy.core.multiarray\nscalar", PickleName::NumpyScalar},
    {"numpy._core.multiarray\nscalar", PickleName::NumpyScalar},
    {"numpy.core.multiarray\n_reconstruct", PickleName::NumpyReconstruct},
    {"numpy._core.multiarray\n_reconstruct", PickleName::NumpyReconstruct},
    {"numpy\nndarray", PickleName::NumpyArray},
    {"numpy\ndtype", PickleName::NumpyType},
    {"_codecs\nencode", PickleName::Encode},
    {"__builtin__\nbytes", PickleName::Bytes},
    {"__builtin__\nbytearray", PickleName::ByteArray},
    {"__builtin__\nset", PickleName::Set},
    {"builtins\nset", PickleName::Set},
    {"__builtin__\ncomplex", PickleName::Complex},
    {"collections\ndefaultdict", PickleName::DefaultDict},
    {"collections\nCounter", PickleName::Counter},
    {"pathlib\nPosixPath", PickleName::Path},
    {"__builtin__\nlist", PickleName::PlainClass},
    {"__builtin__\ndict", PickleName::PlainClass},
    {"__builtin__\nint", PickleName::PlainClass},
    {"__builtin__\nfloat", PickleName::PlainClass},
};

} // namespace

std::optional<PickleNode> knownPickleName(std::string_view moduleAndName) {
    static const auto table = [] {
        std::unordered_map<std::string_view, const Entry*> result;
        for (const Entry& entry : kEntries)
            result.emplace(entry.text, &entry);
        return result;
    }();
    const auto found = table.find(moduleAndName);
    if (found == table.end())
        return std::nullopt;
    PickleNode node;
    node.kind = PickleKind::Name;
    node.name = found->second->name;
    node.type = found->second->type;
    return node;
}

} // namespace nidus
