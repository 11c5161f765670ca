// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QComboBox;
class QHBoxLayout;
class QPushButton;
class QSlider;

namespace nidus::ui {

class TextLabel;
class ViewerModel;

/// Below the slices while an influence map is shown: what its colours mean, how it is made and how strong it is drawn,
/// and what it must not be taken for.
class InfluenceBar final : public QWidget {
    Q_OBJECT

public:
    explicit InfluenceBar(ViewerModel& model, QWidget* parent = nullptr);

private:
    void showState();
    void showClasses();
    static void addSlider(QHBoxLayout* row, QSlider* slider, const QString& text, const QString& explanation);
    void showProgress(double fraction);

    ViewerModel& m_model;
    QWidget* m_legend;
    TextLabel* m_words;
    QComboBox* m_class;
    QComboBox* m_method;
    QSlider* m_opacity;
    QSlider* m_threshold;
    QPushButton* m_jump;
};

} // namespace nidus::ui
