using HelloWorker;
using TemporalLambda.Runtime;

// A greeting is done at once and seldom followed by another: a second without work ends the invocation.
await TemporalLambdaWorker.RunAsync(worker => worker
    .AddWorkflow<GreetingWorkflow>()
    .AddAllActivities(typeof(Activities))
    .JsonContext(HelloJson.Default)
    .IdleTimeout(TimeSpan.FromSeconds(1)));
