using System.Diagnostics;

namespace TemporalLambda.Benchmarks;

/// <summary>Times of one way, and how they are shown.</summary>
internal static class Measurements
{
    public static async Task<double> SecondsAsync(Func<Task> work)
    {
        var clock = Stopwatch.StartNew();
        await work();
        return clock.Elapsed.TotalSeconds;
    }

    public static double Median(List<double> values)
    {
        List<double> sorted = [.. values.Order()];
        return sorted.Count % 2 == 1 ? sorted[sorted.Count / 2] : (sorted[(sorted.Count / 2) - 1] + sorted[sorted.Count / 2]) / 2;
    }

    /// <summary>A row of a Markdown table: the way, median, least, most, and the ratio to a reference.</summary>
    public static void Row(string what, List<double> seconds, double reference) =>
        Console.WriteLine($"| {what} | {Median(seconds):0.00} | {seconds.Min():0.00} | {seconds.Max():0.00} | {Median(seconds) / reference:0.00} |");

    /// <summary>Median, least and most, and the median's ratio to a reference's, as one cell of a table.</summary>
    public static string Cell(List<double> values, List<double> reference) => string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"{Median(values):0.#} ({values.Min():0.#}-{values.Max():0.#}) {Median(values) / Median(reference):0.00}");
}
