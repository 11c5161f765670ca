// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/viewer/slice_image.h"

#include <QElapsedTimer>
#include <QWidget>

#include <array>
#include <optional>

class QBoxLayout;
class QGridLayout;
class QPushButton;

namespace nidus::ui {

class InfluenceBar;
class SliceView;
class TextLabel;
class ViewerModel;

/// The scan in three planes. Keys: arrows, Page Up and Down (ten), Home and End go through the slices of the plane with
/// the focus; + and - zoom, = fits; Space resets and I inverts the grey values, 1 to 6 are windows for CT (lung,
/// mediastinum, bone, brain, abdomen, everything); H the influence map (held: as long as it is held), [ and ] its
/// opacity, J goes to its strongest place, N what the network sees; F2 that plane alone, F3 all three; Ctrl+Up and
/// Ctrl+Down the case before and after.
class ViewerPanel final : public QWidget {
    Q_OBJECT

public:
    explicit ViewerPanel(ViewerModel& model, QWidget* parent = nullptr);

    /// One plane alone, or all three.
    void setAlone(std::optional<Plane> plane);

Q_SIGNALS:
    /// -1: the case before, 1: the one after.
    void caseWanted(int step);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void keyReleaseEvent(QKeyEvent* event) override;

private:
    [[nodiscard]] SliceView& focused() const;
    bool goThroughSlices(int key);
    bool changeView(int key);
    bool changeInfluence(int key);
    void buildTools(QBoxLayout* column);
    void showState();
    void arrange();
    void showWords();

    ViewerModel& m_model;
    std::array<SliceView*, 3> m_views;
    QGridLayout* m_grid;
    TextLabel* m_title;
    TextLabel* m_value;
    QPushButton* m_influence;
    QPushButton* m_network;
    TextLabel* m_facts; ///< of what the network sees
    InfluenceBar* m_bar;
    QElapsedTimer m_sinceH; ///< since the key was pressed; invalid while it is not held
    std::optional<Plane> m_alone;
};

} // namespace nidus::ui
