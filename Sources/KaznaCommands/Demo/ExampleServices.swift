/// The eighteen services of the social order of Kansk: six directions, each for children in general,
/// for children without disabilities, and for children with limited health (ОВЗ).
///
/// Source: decree 633 of the administration of Kansk, 29.05.2023. The letters in the codes are
/// Cyrillic.
enum ExampleServices {
  /// Reads: general, without disabilities, limited health.
  static let byDirection: [ExampleDirection: [String]] = [
    .technical: [
      "804200О.99.0.ББ52АЕ04000", "804200О.99.0.ББ52АЖ72000",
      "804200О.99.0.ББ52АА00000",
    ],
    .artistic: [
      "804200О.99.0.ББ52АЕ76000", "804200О.99.0.ББ52АЗ44000",
      "804200О.99.0.ББ52АН48000",
    ],
    .social: [
      "804200О.99.0.ББ52АЖ24000", "804200О.99.0.ББ52АЗ92000",
      "804200О.99.0.ББ52АН96000",
    ],
    .natural: [
      "804200О.99.0.ББ52АЕ28000", "804200О.99.0.ББ52АЖ96000",
      "804200О.99.0.ББ52АН00000",
    ],
    .touristic: [
      "804200О.99.0.ББ52АЖ00000", "804200О.99.0.ББ52АЗ68000",
      "804200О.99.0.ББ52АН72000",
    ],
    .sport: [
      "804200О.99.0.ББ52АЕ52000", "804200О.99.0.ББ52АЗ20000",
      "804200О.99.0.ББ52АА48000",
    ],
  ]

  /// All eighteen, in the order of the decree.
  static let all: [String] = ExampleDirection.allCases.flatMap { byDirection[$0] ?? [] }
}

/// A direction of additional education, with its cost of a child's hour in kopecks (invented).
enum ExampleDirection: Int, CaseIterable {
  case technical, artistic, social, natural, touristic, sport

  var hourlyCost: Int64 {
    switch self {
    case .technical: 16_955
    case .artistic: 14_820
    case .social: 13_990
    case .natural: 15_530
    case .touristic: 17_210
    case .sport: 14_375
    }
  }
}
