using Temporalio.Activities;
using Temporalio.Exceptions;

namespace NativeWorker;

/// <summary>Instance and static methods, synchronous and not.</summary>
public sealed class Activities
{
    [Activity]
    public static Receipt Book(Order order) => new(order.Id, order.Lines.Sum(line => line.Quantity), [order.Priority.ToString(), $"{order.Due:yyyy}"]);

    [Activity]
    public static (int Least, int Most) Range(List<int> numbers) => (numbers.Min(), numbers.Max());

    [Activity]
    public async Task<Line?> FindAsync(Dictionary<string, Line> stock, string article)
    {
        await Task.Yield();
        return stock.TryGetValue(article, out var line) ? line : null;
    }

    [Activity]
    public Task RefuseAsync(Order order) =>
        throw new ApplicationFailureException("There is no such article.", new InvalidOperationException("The shelf is empty."), "NoArticle", nonRetryable: true, details: [order, 7]);

#pragma warning disable TLR001 // What the analyzer reports is what this is for.
    [Activity]
    public static Unlisted Forget() => new(7);
#pragma warning restore TLR001
}
