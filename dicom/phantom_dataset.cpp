// SPDX-License-Identifier: Apache-2.0
#include "dicom/phantom_dataset.h"

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/base/parallel.h"
#include "core/imaging/phantom.h"
#include "dicom/image_files.h"
#if NIDUS_WITH_DCMTK
#include "dicom/phantom_writer.h"
#endif

#include <algorithm>
#include <array>
#include <system_error>
#include <utility>
#include <vector>

namespace nidus::dicom {
namespace {

namespace fs = std::filesystem;

constexpr int kMostCases = 10000;
constexpr std::array kPlanes{AcquisitionPlane::Axial, AcquisitionPlane::Sagittal, AcquisitionPlane::Coronal};

void check(const PhantomDatasetOptions& options) {
    const bool isKnown =
        options.orientation == "mixed" || std::any_of(kPlanes.begin(), kPlanes.end(), [&](AcquisitionPlane plane) {
            return options.orientation == planeName(plane);
        });
    if (!isKnown)
        throw Error("PHA-001", "There is no orientation \"" + options.orientation
                                   + "\". Choose axial, sagittal, coronal or mixed.");
    if (options.cases < 0 || options.unseen < 0 || options.cases + options.unseen < 1 || options.cases > kMostCases
        || options.unseen > kMostCases)
        throw Error("PHA-001", "The number of phantoms must lie between 1 and " + std::to_string(kMostCases) + ".");
#if !NIDUS_WITH_DCMTK
    throw Error("DCM-051", "DICOM phantoms cannot be written by this build of Nidus. Use a build with DCMTK.");
#endif
    if ((options.withNifti || options.withMasks) && !hasImageModule())
        throw Error("DCM-051", "NIfTI phantoms cannot be written by this build of Nidus. Use a build with ITK.");
}

void createFolder(const fs::path& folder) {
    std::error_code failure;
    fs::create_directories(folder, failure);
    if (failure)
        throw Error("FIL-003", folder.string() + " could not be created: " + failure.message() + ".");
}

#if NIDUS_WITH_DCMTK
AcquisitionPlane planeOf(const Phantom& phantom, const std::string& orientation) {
    if (orientation == "mixed")
        return kPlanes[phantom.plane];
    return *std::find_if(kPlanes.begin(), kPlanes.end(),
                         [&](AcquisitionPlane plane) { return orientation == planeName(plane); });
}

void writeSeries(const fs::path& folder, const Phantom& phantom, const PhantomDatasetOptions& options) {
    writePhantomSeries(folder, phantom, planeOf(phantom, options.orientation), options.seed);
}
#else
void writeSeries(const fs::path&, const Phantom&, const PhantomDatasetOptions&) {}
#endif

/// One case on the disk, and its row of the table.
std::string writeCase(int index, const fs::path& out, const fs::path& root, const PhantomDatasetOptions& options) {
    PhantomOptions phantomOptions;
    phantomOptions.seed = options.seed;
    phantomOptions.scannerFollowsClass = options.scannerFollowsClass;
    const Phantom phantom = makePhantom(index, phantomOptions);
    const std::string image = std::string(phantomClassName(phantom.kind)) + "/" + phantom.caseId;
    writeSeries(root / image, phantom, options);
    if (options.withNifti)
        writeNifti(out / "nifti" / (phantom.caseId + "_0000.nii.gz"), phantom.image);
    if (options.withMasks)
        writeNifti(out / "masks" / (phantom.caseId + ".nii.gz"), phantom.lesion);
    return phantom.caseId + "," + image + "," + phantomClassName(phantom.kind) + "," + phantom.patientId + "\r\n";
}

void writeCases(int from, int to, const fs::path& out, const fs::path& root, const PhantomDatasetOptions& options,
                const JobControl& control) {
    if (from == to)
        return;
    for (const PhantomClass kind : {PhantomClass::Solid, PhantomClass::Ring})
        createFolder(root / phantomClassName(kind));
    std::vector<std::string> rows(static_cast<std::size_t>(to - from));
    const auto batch = static_cast<std::size_t>(2 * threadBudget());
    for (std::size_t first = 0; first < rows.size(); first += batch) {
        control.step(static_cast<double>(first) / static_cast<double>(rows.size()), "Making phantoms");
        parallelFor(std::min(batch, rows.size() - first), threadBudget(), [&](std::size_t i) {
            rows[first + i] = writeCase(from + static_cast<int>(first + i), out, root, options);
        });
    }
    std::string table = "case,image,label,patient\r\n";
    for (const std::string& row : rows)
        table += row;
    writeFileAtomically(root / "labels.csv", table);
}

} // namespace

void writePhantomDataset(const fs::path& out, const PhantomDatasetOptions& options, const JobControl& control) {
    check(options);
    createFolder(out);
    if (options.withNifti)
        createFolder(out / "nifti");
    if (options.withMasks)
        createFolder(out / "masks");
    const int all = options.cases + options.unseen;
    const double seen = static_cast<double>(options.cases) / all;
    writeCases(0, options.cases, out, out, options, control.part(0, seen));
    // Pairs stay whole, so that an odd number of cases does not unbalance the unseen ones.
    const int firstUnseen = options.cases + options.cases % 2;
    writeCases(firstUnseen, firstUnseen + options.unseen, out, out / "unseen", options, control.part(seen, 1));
}

} // namespace nidus::dicom
