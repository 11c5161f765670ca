// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/imaging/volume.h"

#include <cstdint>
#include <string>
#include <vector>

namespace nidus {

/// Two classes that differ in the shape of the lesion only: filled evenly, or a bright rim around a core like its
/// surroundings. Both have the same size and the same mean, so that volume and mean intensity tell nothing.
enum class PhantomClass { Solid, Ring };

[[nodiscard]] const char* phantomClassName(PhantomClass kind) noexcept; ///< "solid", "ring"

/// What one make of scanner does to the numbers; no scanner is tied to a class unless that is asked for.
struct PhantomScanner {
    std::string manufacturer, model;
    double gain = 1, offset = 0;                   ///< voxel = gain * tissue + offset, inside the body
    double rescaleSlope = 1, rescaleIntercept = 0; ///< voxel = slope * stored + intercept, stored unsigned 12 bit
};

[[nodiscard]] const std::vector<PhantomScanner>& phantomScanners();

struct PhantomOptions {
    std::uint64_t seed = 1;
    Shape shape{40, 48, 48};
    double spacing = 1.5; ///< mm, equal along all axes, so that any plane can be acquired without interpolation
    bool scannerFollowsClass = false; ///< a trap: one scanner for each class
};

/// One synthetic MR scan: an elliptic body with an organ, a lesion in it, smooth texture and noise; outside it is 0.
struct Phantom {
    int index = 0;
    std::string caseId;    ///< "case-001"
    std::string patientId; ///< "PH-001"
    PhantomClass kind = PhantomClass::Solid;
    std::size_t scanner = 0; ///< into phantomScanners()
    std::size_t plane = 0;   ///< a random number below 3 for mixed acquisitions, not tied to class or scanner
    Volume image;            ///< axes L, P, S
    Volume lesion;           ///< 1 inside the lesion, else 0; the grid of image
};

/// The phantom of that number: the same for equal (seed, index) on every machine. Numbers 2k and 2k+1 are a pair of one
/// case of each class with equal body, scanner, lesion size and contrast; place, texture and noise are their own.
[[nodiscard]] Phantom makePhantom(int index, const PhantomOptions& options);

enum class AcquisitionPlane { Axial, Sagittal, Coronal };

[[nodiscard]] const char* planeName(AcquisitionPlane plane) noexcept; ///< "axial", "sagittal", "coronal"

/// The same scan with slices in another plane, by exchanging and reversing axes only. Rows and columns run as in DICOM
/// practice: sagittal to P and I, coronal to L and I; slices along row x column. `volume` has axes L, P, S.
[[nodiscard]] Volume acquiredIn(const Volume& volume, AcquisitionPlane plane);

} // namespace nidus
