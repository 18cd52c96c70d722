using Temporalio.Activities;

namespace HelloWorker;

/// <summary>What the workflow has done outside of itself.</summary>
public static class Activities
{
    /// <summary>Greets somebody.</summary>
    [Activity]
    public static string Greet(string name) => $"Hello, {name}!";
}
